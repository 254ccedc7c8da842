import FanmailBasics
import SMTPCore
import SMTPProtocol

/// Makes envelopes and messages of jobs.
struct ScenarioContents {
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

    /// What stands before the `@` in the Message-ID of a message that is made up.
    private func id(of job: ScenarioJob) -> String { "\(run).\(job.phase).\(job.number)" }

    /// What stands before the `@` in a job's Message-ID; of a file's message it is the file's.
    func id(of job: ScenarioJob, _ content: EncodedContent) -> String {
        job.message == nil ? id(of: job) : MessageIdentity.local(of: content)
    }

    /// A message of so many octets, or of a few more where the header alone is longer.
    private func message(_ job: ScenarioJob, from: String, to: String) -> [UInt8] {
        let id = "\(id(of: job))@bench.example"
        let author = from.isEmpty ? "bench@bench.example" : from
        var message = Array(
            "From: <\(author)>\r\nTo: <\(to)>\r\nSubject: fanmail bench\r\nDate: \(date)\r\nMessage-ID: <\(id)>\r\n\r\n"
                .utf8)
        message.reserveCapacity(job.size + 256)
        FillerText.append(to: &message, upTo: job.size)
        return message
    }
}
