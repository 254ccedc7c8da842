import ListStore
import SMTPClient
import SMTPCore
import SMTPProtocol

@testable import Fanmail

/// A mailing to a few people, and what was told to servers of it.
struct SentMailing {
    static let people = ["ken@a.example", "mei@b.example", "ada@c.example", "zoe@c.example"]

    let folder: StoreFolder
    /// The reverse-path of each recipient's copy.
    let reversePaths: [String: String]
    /// The ENVID of each recipient's copy.
    let envelopeIDs: [String: String]
    let message: String

    var intake: BounceIntake { BounceIntake(store: folder.store) }

    /// - Parameters:
    ///   - policy: lines of the list's `[policy]`.
    ///   - most: recipients in an envelope.
    static func send(_ policy: String = "", to people: [String] = people, most: Int = 2) async throws -> SentMailing {
        let folder = try StoreFolder(policy: policy)
        for address in people { try folder.subscribe(address) }
        let asked = Asked()
        let transport = RecordingTransport { transaction in
            let recipients = transaction.recipients
            asked.note(
                transaction.dsn?.envelopeID, recipients.ids.indices.map { recipients.address(at: $0) })
            return .accepted("kept")
        }
        var settings = MailingSettings(relay: try Relay("smtp://127.0.0.1:1"), maxRecipients: most)
        settings.transport = transport
        let office = PostOffice(store: folder.store, settings: settings)
        _ = await (try await office.send(Office.news(for: office))).report()
        let paths = transport.sent.flatMap { sent in sent.recipients.map { ($0, sent.reversePath) } }
        return SentMailing(
            folder: folder, reversePaths: Dictionary(uniqueKeysWithValues: paths), envelopeIDs: asked.envelopeIDs,
            message: transport.sent[0].text.replacing("\r\n", with: "\n"))
    }

    /// What was asked with each transaction.
    private final class Asked: @unchecked Sendable {
        // Of one run, on one event loop; read when that has ended.
        private(set) var envelopeIDs: [String: String] = [:]

        func note(_ envelopeID: String?, _ recipients: [String]) {
            for recipient in recipients { envelopeIDs[recipient] = envelopeID }
        }
    }
}

/// Suites that write reports, and look at what became of them.
protocol ReportSuite {}

extension ReportSuite {
    /// A report of RFC 3464.
    func report(
        to path: String = "announce-bounces@lists.example", _ recipients: String..., original: String? = nil,
        envelopeID: String? = nil, action: String = "failed", status: String = "5.1.1", diagnostic: String? = nil,
        returned: String = "", id: String = "1"
    ) -> [UInt8] {
        report(
            to: path, ofAll: recipients, original: original, envelopeID: envelopeID, action: action, status: status,
            diagnostic: diagnostic, returned: returned, id: id)
    }

    func report(
        to path: String = "announce-bounces@lists.example", ofAll recipients: [String], original: String? = nil,
        envelopeID: String? = nil, action: String = "failed", status: String = "5.1.1", diagnostic: String? = nil,
        returned: String = "", id: String = "1"
    ) -> [UInt8] {
        let fields = recipients.map { recipient in
            """
            \(original.map { "Original-Recipient: rfc822;\($0)\n" } ?? "")Final-Recipient: rfc822; \(recipient)
            Action: \(action)
            Status: \(status)
            Diagnostic-Code: smtp; \(diagnostic ?? "550 \(status) user unknown")
            """
        }.joined(separator: "\n\n")
        let text = """
            From: mailer-daemon@x.example
            To: \(path)
            Subject: Undelivered Mail Returned to Sender
            Message-ID: <\(id)@x.example>
            Auto-Submitted: auto-replied
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: text/plain

            It could not be delivered.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; x.example\(envelopeID.map { "\nOriginal-Envelope-Id: \($0)" } ?? "")

            \(fields)

            --b
            Content-Type: text/rfc822-headers

            \(returned)
            --b--

            """
        return Array(text.utf8)
    }

    /// A complaint (RFC 5965).
    func complaint(of recipient: String, _ fields: String = "", returned: String = "Subject: News") -> [UInt8] {
        let text = """
            From: feedback@x.example
            To: complaints@lists.example
            Subject: Abuse report
            Message-ID: <complaint@x.example>
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            Version: 1
            User-Agent: x/1
            Original-Rcpt-To: \(recipient)
            \(fields)
            --b
            Content-Type: text/rfc822-headers

            \(returned)
            --b--

            """
        return Array(text.utf8)
    }

    func logged(_ outcome: BounceIntake.Outcome) -> [BounceRecord] {
        guard case .report(let findings) = outcome else { return [] }
        return findings.compactMap { if case .logged(let bounce) = $0 { bounce } else { nil } }
    }

    func isKnown(_ outcome: BounceIntake.Outcome) -> Bool {
        guard case .report(let findings) = outcome, !findings.isEmpty else { return false }
        return findings.allSatisfy { if case .known = $0 { true } else { false } }
    }
}
