import FanmailBasics
import SMTPCore
import SMTPProtocol

/// Makes envelopes and messages of jobs.
struct ScenarioContents {
    private static let line = "0123456789012345678901234567890123456789012345678901234567890123456789012345\r\n"
    /// Whole lines.
    private static let block = Array(String(repeating: line, count: 840).utf8)

    private let scenario: Scenario
    /// Names the run in the ids of its messages.
    private let run: String
    private let date: String

    init(_ scenario: Scenario, run: String, date: Timestamp) {
        self.scenario = scenario
        self.run = run
        self.date = date.rfc5322Date
    }

    func transaction(_ job: ScenarioJob) throws(ContentFailure) -> MailTransaction {
        let sender = scenario.senders[job.sender]
        let from = sender.from.replacing("{n}", with: String(job.number))
        // The scenario was read with addresses that are addresses.
        let path = from.isEmpty ? nil : try? Mailbox(parsing: from)
        var batch = RecipientBatch()
        for index in 0..<job.recipients {
            batch.append(id: Int64(index), address: Self.recipient(job.firstRecipient + index, of: sender))
        }
        let content: EncodedContent
        if let place = job.message, let messages = scenario.phases[job.phase].messages ?? sender.messages {
            content = messages.contents[place]
        } else {
            content = try EncodedContent(message(job, from: from, to: batch.isEmpty ? from : batch.address(at: 0)))
        }
        return MailTransaction(
            reversePath: path.map { .mailbox($0) } ?? .null, recipients: batch, content: content)
    }

    private static func recipient(_ number: Int, of sender: ScenarioSender) -> String {
        if !sender.addresses.isEmpty { return sender.addresses[number % sender.addresses.count] }
        if let to = sender.to { return to.replacing("{n}", with: String(number)) }
        return "user\(number)@\(sender.domains[number % sender.domains.count])"
    }

    /// A message of so many octets, or of a few more where the header alone is longer.
    private func message(_ job: ScenarioJob, from: String, to: String) -> [UInt8] {
        let id = "\(run).\(job.phase).\(job.number)@bench.example"
        let author = from.isEmpty ? "bench@bench.example" : from
        var message = Array(
            "From: <\(author)>\r\nTo: <\(to)>\r\nSubject: fanmail bench\r\nDate: \(date)\r\nMessage-ID: <\(id)>\r\n\r\n"
                .utf8)
        message.reserveCapacity(job.size + 256)
        while message.count < job.size {
            let left = job.size - message.count
            if left >= Self.block.count {
                message += Self.block
                continue
            }
            // The last line is shorter; one octet alone is none.
            let whole = left / Self.line.utf8.count * Self.line.utf8.count
            let rest = left - whole
            message += Self.block.prefix(whole)
            if rest >= 2 { message += Self.block.prefix(rest - 2) + [0x0D, 0x0A] }
            if rest == 1, whole > 0 {
                message.removeLast(2)
                message += Array("0\r\n".utf8)
            }
            break
        }
        return message
    }
}
