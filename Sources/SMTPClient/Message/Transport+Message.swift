import SMTPCore
public import SMTPProtocol

extension Transport {
    /// Sends one message to many recipients, in transactions of at most so many, and returns when each has its outcome.
    ///
    /// The envelope is what is given here; the message's own header is not read and not changed (RFC 5321, 2.3.1).
    /// Recipients beyond what the server takes in one transaction go at once in another.
    /// - Parameters:
    ///   - message: header and body, lines ending in CRLF.
    ///   - reversePath: where failure reports go; nil for the null reverse-path.
    ///   - recipients: forward-paths, `local-part@domain`.
    ///   - transactionSize: the most recipients of one transaction.
    ///   - dsn: what reports are asked for where the server offers DSN; nil leaves it to the server.
    /// - Returns: an outcome for each recipient, in their order.
    /// - Throws: ``SubmissionError`` before anything was sent, when an address or the message cannot be sent at all.
    public func send(
        _ message: some Collection<UInt8>, from reversePath: String?, to recipients: [String],
        transactionSize: Int = 100, dsn: DSNRequest? = nil
    ) async throws(SubmissionError) -> [RecipientOutcome] {
        let path = try SubmissionError.reversePath(reversePath)
        let mailboxes = try SubmissionError.mailboxes(recipients)
        let content: EncodedContent
        do { content = try EncodedContent(message) } catch { throw .content(error) }
        var fates = [RecipientOutcome.Fate?](repeating: nil, count: recipients.count)
        let size = max(1, transactionSize)
        await withTaskGroup(of: [(Int, RecipientOutcome.Fate)].self) { group in
            for start in stride(from: 0, to: mailboxes.count, by: size) {
                let places = Array(start..<min(start + size, mailboxes.count))
                group.addTask { await self.send(content, path, mailboxes, places, dsn) }
            }
            for await settled in group {
                for (place, fate) in settled { fates[place] = fate }
            }
        }
        let unsent = SMTPFailure(.closed, "\(peer): takes none of the recipients")
        return zip(recipients, fates).map { RecipientOutcome(recipient: $0, fate: $1 ?? .unsent(unsent)) }
    }

    /// Sends a message to everybody whom it names, those of `bcc` too.
    ///
    /// - Parameter reversePath: where failure reports go; nil for the author's address.
    /// - Returns: an outcome for each of its ``MailMessage/recipients``, in their order.
    /// - Throws: ``SubmissionError`` before anything was sent, when the message or an address cannot be written.
    public func send(
        _ message: MailMessage, reversePath: String? = nil
    ) async throws(SubmissionError) -> [RecipientOutcome] {
        try await send(
            message.encoded(), from: reversePath ?? message.from.address, to: message.recipients)
    }

    /// One transaction, and more for what it was too small for.
    private func send(
        _ content: EncodedContent, _ path: ReversePath, _ mailboxes: [Mailbox], _ places: [Int], _ dsn: DSNRequest?
    ) async -> [(Int, RecipientOutcome.Fate)] {
        var settled: [(Int, RecipientOutcome.Fate)] = []
        var left = places
        while !left.isEmpty {
            var batch = RecipientBatch()
            for place in left { batch.append(id: Int64(place), address: mailboxes[place].address) }
            let result = await send(MailTransaction(reversePath: path, recipients: batch, content: content, dsn: dsn))
            var next: [Int] = []
            for (place, fate) in zip(left, result.fates(of: left.count)) {
                if let fate { settled.append((place, fate)) } else { next.append(place) }
            }
            // Without progress there would be no end.
            guard next.count < left.count else { break }
            left = next
        }
        return settled
    }
}
