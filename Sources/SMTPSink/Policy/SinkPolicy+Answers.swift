import FanmailBasics
import SMTPCore
import SMTPProtocol
import Synchronization

extension SinkPolicy {
    /// Writes the DSN and the complaints that a message brings back.
    ///
    /// - Returns: how many there are; none for a message without a reverse-path, which is never answered (RFC 5321,
    ///   4.5.5).
    func answerAfterwards() -> Int {
        let sender = reversePath
        guard let answerer = configuration.answerer, !sender.isEmpty else { return 0 }
        var report: [AnswerMail.Recipient] = []
        var complaints: [(path: String, kind: Fault.Complaint)] = []
        for (path, request) in zip(forwardPaths, requests) {
            let strike = strike(.afterwards, path: Array(path.utf8)[...])
            if let kind = strike?.complaint {
                complaints.append((path, kind))
            } else if let reply = strike?.reply,
                reply.severity == .permanent ? request.wantsFailure : request.wantsDelay
            {
                report.append(.init(path: path, original: request.originalRecipient, reply: reply))
            }
        }
        var written = 0
        func write(_ text: (AnswerMail) -> [UInt8]) {
            let number = shared.answers.wrappingAdd(1, ordering: .relaxed).newValue
            let now = Timestamp.now
            let mail = AnswerMail(
                at: now, number: number, hostname: configuration.hostname, reversePath: sender,
                envelopeID: envelopeID.map(AnswerRequest.decoded), message: content.bytes)
            let kept = KeptMessage(
                at: now, connection: self.number, transaction: number, reversePath: "", forwardPaths: [sender],
                body: KeptContent(text(mail)))
            if answerer(kept) { written += 1 }
        }
        if !report.isEmpty { write { $0.statusNotification(report, returnsFull: mail?.returned == .full) } }
        for complaint in complaints { write { $0.complaint(of: complaint.path, complaint.kind) } }
        return written
    }
}
