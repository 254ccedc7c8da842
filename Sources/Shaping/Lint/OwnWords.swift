import SMTPCore

/// What fanmail itself writes where a server's reply stands otherwise. A table that took its own words for a receiver's
/// would prolong a pause for ever.
enum OwnWords {
    /// How a recipient's last reply begins who waited too long (RFC 3463, X.4.7); the reply itself follows.
    private static let expired = "expired after "

    struct Sample: Sendable {
        /// As it is written where it is made, without what varies.
        let phrase: String
        let text: String
        /// nil where a connection came to its end without a reply.
        var code: UInt16?
        var status: EnhancedStatusCode?

        var reply: Reply? { code.map { Reply(code: $0, status: status, text: text) } }
    }

    static let samples: [Sample] = [
        reply(450, (4, 4, 7), expired, "\(expired)4 days; the last reply: 450 4.2.0 not now"),
        reply(550, (5, 4, 7), "; the last reply: ", "\(expired)30 h; the last reply: 450 4.2.0 not now"),
        reply(
            553, (5, 6, 7), "the reverse-path needs SMTPUTF8, which ",
            "the reverse-path needs SMTPUTF8, which mx.example.org does not offer"),
        reply(553, (5, 6, 7), "the address needs SMTPUTF8; not sent", "the address needs SMTPUTF8; not sent"),
        reply(
            553, (5, 1, 3), "the address has control characters; not sent",
            "the address has control characters; not sent"),
        reply(
            554, (5, 6, 9), "the header has characters beyond ASCII, and ",
            "the header has characters beyond ASCII, and mx.example.org does not offer SMTPUTF8"),
        reply(
            554, (5, 6, 3), "the message is 8-bit, ",
            "the message is 8-bit, mx.example.org does not take that, and it is signed"),
        reply(552, (5, 3, 4), "the message has ", "the message has 20000000 octets and mx.example.org takes 10000000"),
        reply(
            450, (4, 6, 7), "; another host of the relay may take it",
            "the address needs SMTPUTF8; not sent; another host of the relay may take it"),
        reply(
            554, (5, 6, 0), "not sent, its message cannot be made: ",
            "not sent, its message cannot be made: line 3 has {{name}}, which nobody has"),
        failure(": no connection within ", "mx.example.org: no connection within 30.0 seconds"),
        failure(" has no address", "mx.example.org: the name mx.example.org has no address"),
        failure(": no reply to ", "mx.example.org: no reply to RCPT within 300 s"),
        failure(": takes no more of the message for ", "mx.example.org: takes no more of the message for 180 s"),
        failure(
            ": takes no more messages on this connection",
            "mx.example.org: takes no more messages on this connection"),
        failure(": the connection was lost", "mx.example.org: the connection was lost while the data was sent"),
        failure(": the connection is closed", "mx.example.org: the connection is closed"),
        failure(": closed to withhold a message", "mx.example.org: closed to withhold a message"),
        failure(": takes none of the recipients", "mx.example.org: takes none of the recipients"),
        failure(": lost the thread of the dialogue: ", "mx.example.org: lost the thread of the dialogue: 250 2.0.0 Ok"),
        failure(
            ": does not offer STARTTLS, and TLS is required",
            "mx.example.org: does not offer STARTTLS, and TLS is required"),
        failure(
            ": sends plain text behind its reply to STARTTLS",
            "mx.example.org: sends plain text behind its reply to STARTTLS"),
        failure(": begins a reply unasked", "mx.example.org: begins a reply unasked"),
        failure(": the pool was shut down", "mx.example.org: the pool was shut down"),
        failure("; not tried again ", "mx.example.org: connection refused; not tried again for 30 s"),
    ]

    /// It is how the wait of a recipient ended, with somebody's words in it.
    static func isOwn(_ reply: Reply) -> Bool {
        guard let status = reply.status else { return false }
        return status.subject == 4 && status.detail == 7 && reply.text.hasPrefix(expired)
    }

    private static func reply(
        _ code: UInt16, _ status: (UInt8, UInt16, UInt16), _ phrase: String, _ text: String
    ) -> Sample {
        Sample(phrase: phrase, text: text, code: code, status: EnhancedStatusCode(status.0, status.1, status.2))
    }

    private static func failure(_ phrase: String, _ text: String) -> Sample { Sample(phrase: phrase, text: text) }
}
