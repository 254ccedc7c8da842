extension Relay {
    /// Sends one message to many recipients over a connection of its own.
    ///
    /// ```swift
    /// let relay = try Relay("smtp://127.0.0.1:25")
    /// let outcomes = try await relay.send(
    ///     message, from: "ada@lists.example", to: ["ken@example.org", "mei@example.net"])
    /// for outcome in outcomes { print(outcome) }
    /// ```
    /// ```
    /// S: 220, C: EHLO, S: 250
    /// C: MAIL RCPT RCPT DATA            S: 250 250 550 354
    /// C: content CRLF.CRLF              S: 250
    /// C: QUIT                           S: 221
    /// ```
    /// For more than one message keep an ``SMTPPool``.
    /// - Parameters:
    ///   - message: header and body, lines ending in CRLF. It is not changed.
    ///   - reversePath: where failure reports go; nil for the null reverse-path (RFC 5321, 4.5.5).
    ///   - recipients: forward-paths, `local-part@domain`.
    /// - Returns: an outcome for each recipient, in their order.
    /// - Throws: ``SubmissionError`` before anything was sent.
    public func send(
        _ message: some Collection<UInt8>, from reversePath: String?, to recipients: [String],
        configuration: SMTPConfiguration = SMTPConfiguration()
    ) async throws(SubmissionError) -> [RecipientOutcome] {
        try await sending(configuration) { pool throws(SubmissionError) in
            try await pool.send(message, from: reversePath, to: recipients)
        }
    }

    /// Sends one message to everybody whom it names, over a connection of its own; see
    /// ``Transport/send(_:reversePath:)``.
    public func send(
        _ message: MailMessage, reversePath: String? = nil, configuration: SMTPConfiguration = SMTPConfiguration()
    ) async throws(SubmissionError) -> [RecipientOutcome] {
        try await sending(configuration) { pool throws(SubmissionError) in
            try await pool.send(message, reversePath: reversePath)
        }
    }

    private func sending(
        _ configuration: SMTPConfiguration,
        _ send: (SMTPPool) async throws(SubmissionError) -> [RecipientOutcome]
    ) async throws(SubmissionError) -> [RecipientOutcome] {
        let pool = SMTPPool(relay: self, configuration: configuration, connections: 1)
        do {
            let outcomes = try await send(pool)
            await pool.shutDown()
            return outcomes
        } catch {
            await pool.shutDown()
            throw error
        }
    }
}
