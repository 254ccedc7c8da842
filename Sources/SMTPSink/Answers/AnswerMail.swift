import FanmailBasics
import SMTPCore

/// Mail about a message: a delivery status notification (RFC 3464) or an abuse report (RFC 5965).
struct AnswerMail {
    struct Recipient {
        let path: String
        let original: String?
        let reply: Reply
    }

    let at: Timestamp
    /// Of the sink's answers; no two have the same.
    let number: Int
    let hostname: String
    let reversePath: String
    let envelopeID: String?
    /// The message that is answered.
    let message: [UInt8]

    // MARK: - DSN

    func statusNotification(_ recipients: [Recipient], returnsFull: Bool) -> [UInt8] {
        let hasFailed = recipients.contains { $0.reply.severity == .permanent }
        var text = "Your message could not be delivered to these recipients\(hasFailed ? "" : " yet"):\r\n"
        var status = "Reporting-MTA: dns; \(hostname)\r\n"
        if let envelopeID { status += "Original-Envelope-Id: \(envelopeID)\r\n" }
        status += "Arrival-Date: \(at.rfc5322Date)\r\n"
        for recipient in recipients {
            let path = AnswerRequest.visible(recipient.path)
            let (reply, isFailed) = (recipient.reply, recipient.reply.severity == .permanent)
            let summary = AnswerRequest.visible(reply.summary)
            text += "\r\n<\(path)>: \(summary)\r\n"
            status += "\r\n"
            if let original = recipient.original {
                status += "Original-Recipient: \(original.replacing(";", with: "; ", maxReplacements: 1))\r\n"
            }
            status += "Final-Recipient: \(path.utf8.allSatisfy { $0 < 0x80 } ? "rfc822" : "utf-8"); \(path)\r\n"
            status += "Action: \(isFailed ? "failed" : "delayed")\r\n"
            status += "Status: \(reply.status.map { "\($0)" } ?? (isFailed ? "5.0.0" : "4.0.0"))\r\n"
            status += "Diagnostic-Code: smtp; \(summary)\r\n"
            status += "Last-Attempt-Date: \(at.rfc5322Date)\r\n"
        }
        // A message comes back whole only when it failed and that was asked for (RFC 3461, 4.3).
        let isWhole = returnsFull && hasFailed
        let isGlobal = status.utf8.contains { $0 > 0x7F }
        return report(
            from: "Mail Delivery System <mailer-daemon@\(hostname)>",
            subject: "Delivery Status Notification (\(hasFailed ? "Failure" : "Delay"))", kind: "delivery-status",
            text: text, status: (isGlobal ? "message/global-delivery-status" : "message/delivery-status", status),
            returned: isWhole ? ("message/rfc822", message[...]) : ("text/rfc822-headers", header))
    }

    // MARK: - ARF

    func complaint(of path: String, _ kind: Fault.Complaint) -> [UInt8] {
        let status =
            "Feedback-Type: \(kind.rawValue)\r\nUser-Agent: fanmail-sink/1\r\nVersion: 1\r\n"
            + (envelopeID.map { "Original-Envelope-Id: \($0)\r\n" } ?? "")
            + "Original-Mail-From: <\(AnswerRequest.visible(reversePath))>\r\n"
            + "Original-Rcpt-To: <\(AnswerRequest.visible(path))>\r\n"
            + "Arrival-Date: \(at.rfc5322Date)\r\nReporting-MTA: dns; \(hostname)\r\n"
        return report(
            from: "Feedback Loop <feedback@\(hostname)>", subject: "Abuse report (\(kind.rawValue))",
            kind: "feedback-report", text: "A recipient has complained of this message.\r\n",
            status: ("message/feedback-report", status), returned: ("message/rfc822", message[...]))
    }

    // MARK: - multipart/report (RFC 6522)

    /// The message's header, without the empty line behind it.
    private var header: ArraySlice<UInt8> {
        var start = 0
        while start < message.count {
            let end = message[start...].firstIndex(of: 0x0A) ?? message.count - 1
            if message[start...end].elementsEqual([0x0D, 0x0A]) || message[start...end].elementsEqual([0x0A]) {
                return message[..<start]
            }
            start = end + 1
        }
        return message[...]
    }

    private func report(
        from author: String, subject: String, kind: String, text: String, status: (type: String, text: String),
        returned: (type: String, octets: ArraySlice<UInt8>)
    ) -> [UInt8] {
        // Of every octet of the message: one that was written to contain its own boundary is out of reach.
        let boundary = "=_\(Digest64(message, seed: UInt64(number)).hex)-\(number)"
        var mail = Array(
            """
            From: \(author)\r
            To: <\(AnswerRequest.visible(reversePath))>\r
            Subject: \(subject)\r
            Date: \(at.rfc5322Date)\r
            Message-ID: <\(at.milliseconds).\(number)@\(hostname)>\r
            Auto-Submitted: auto-replied\r
            MIME-Version: 1.0\r
            Content-Type: multipart/report; report-type=\(kind);\r
             boundary="\(boundary)"\r
            \r

            """.utf8)
        func add(_ type: String, _ octets: some Sequence<UInt8>) {
            let octets = Array(octets)
            mail += "--\(boundary)\r\nContent-Type: \(type)\r\n".utf8
            if octets.contains(where: { $0 > 0x7F }) { mail += "Content-Transfer-Encoding: 8bit\r\n".utf8 }
            mail += "\r\n".utf8
            mail += octets
            mail += "\r\n".utf8
        }
        add("text/plain; charset=utf-8", text.utf8)
        add(status.type, status.text.utf8)
        add(returned.type, returned.octets)
        mail += "--\(boundary)--\r\n".utf8
        return mail
    }
}
