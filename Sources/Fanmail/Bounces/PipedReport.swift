import FanmailBasics
package import FanmailMIME

/// A report as a mail server hands it to a program, which heeds its exit status.
///
/// No server is to write a report about a report: what is taken, ignored or kept ends with 0, and whatever hinders this
/// program lets the server offer it again.
package struct PipedReport: Sendable {
    package let message: [UInt8]
    /// Those of its envelope, as far as the server tells them.
    package let recipients: [String]

    package init(_ message: [UInt8], recipients: [String]) {
        self.message = message
        self.recipients = recipients
    }

    /// Takes it, and keeps in a Maildir what was not understood, for somebody to look at. It blocks, as the database does.
    ///
    /// - Throws: where the database or the Maildir fails; nothing is lost then, for it may be taken again.
    package func take(
        by intake: BounceIntake, keepingIn maildir: Maildir
    ) throws -> (outcome: BounceIntake.Outcome, isKept: Bool) {
        let outcome = try intake.take(message, recipients: recipients)
        guard !outcome.isUnderstood, !message.isEmpty else { return (outcome, false) }
        do throws(MessageStoreFailure) {
            try keep(in: maildir)
        } catch {
            throw FanmailFailure(.disk, "\(error.path): cannot be written: \(error.reason)")
        }
        return (outcome, true)
    }

    /// With the envelope's recipients above it, so that it says later what it says now. The same message has the same
    /// name, however often it is offered.
    private func keep(in maildir: Maildir) throws(MessageStoreFailure) {
        try maildir.make()
        let name = Digest64(message, seed: 0).hex
        let fields = recipients.map { "Delivered-To: \($0.filter { !$0.isNewline })\n" }.joined()
        // The `From ` line of an mbox is none of a file's.
        let start = message.starts(with: "From ".utf8) ? message.firstIndex(of: 0x0A).map { $0 + 1 } ?? 0 : 0
        let path = "\(maildir.path)/new/\(name).fanmail"
        do throws(InputFile.Refusal) {
            try ReplacedFile.write(Array(fields.utf8) + message[start...], to: path)
        } catch {
            throw MessageStoreFailure(path: path, reason: error.reason)
        }
    }
}
