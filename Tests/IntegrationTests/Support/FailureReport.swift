/// A report of RFC 3464 about one address, to the reverse-path of a list without tokens.
enum FailureReport {
    /// - Parameter id: of the message.
    static func text(of address: String, id: String, envelopeID: String? = nil) -> String {
        """
        From: mailer-daemon@x.example
        To: announce-bounces@lists.example
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <\(id)@x.example>
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; x.example\(envelopeID.map { "\nOriginal-Envelope-Id: \($0)" } ?? "")

        Final-Recipient: rfc822; \(address)
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 user unknown

        --b--

        """
    }
}
