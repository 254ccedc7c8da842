/// The message: behind DATA (RFC 5321, 4.1.1.4) or in chunks (RFC 3030).
extension SMTPServerSession {
    mutating func messageIsWhole(_ transaction: Transaction) -> Event {
        messages += 1
        let found = content.found
        if let fault = fault(found, transaction) {
            for _ in 0..<(configuration.dialect == .lmtp ? transaction.accepted : 1) { write(fault) }
            state = .command(.ready)
            return .answered(.message(recipients: transaction.accepted))
        }
        state = .asked(.message(transaction))
        return .message(found, isUndeclared8Bit: transaction.lacksDeclaration(found))
    }

    /// Why a message cannot be taken, whoever it is for.
    private func fault(_ found: ContentFindings, _ transaction: Transaction) -> StaticString? {
        if !isWithinSize { return "552 5.3.4 message too large" }
        guard configuration.isStrict else { return nil }
        if found.hasBareLineFeed { return "550 5.6.0 a line feed without a carriage return" }
        if found.hasBareCarriageReturn { return "550 5.6.0 a carriage return without a line feed" }
        return nil
    }

    // MARK: - BDAT

    mutating func beginChunk(_ line: [UInt8], _ standing: Standing) -> Event {
        let words = line[4...].split(separator: 0x20)
        let isLast = words.count == 2 && words[1].withUnsafeBytes { $0.equals("LAST") }
        guard let size = words.first.flatMap({ Self.number($0) }), words.count == 1 || isLast else {
            // Where the next command begins cannot be known.
            write("501 5.5.4 BDAT octets [LAST]")
            state = .over
            return .answered(.chunk)
        }
        let fate = fate(of: size, isLast: isLast, standing)
        state = .chunk(Chunk(left: size, isLast: isLast, fate: fate))
        let isTaken = if case .content = fate { true } else { false }
        return .chunk(octets: size, isLast: isLast, isTaken: isTaken)
    }

    private mutating func fate(of size: Int, isLast: Bool, _ standing: Standing) -> Chunk.Fate {
        let transaction: Transaction
        switch standing {
        case .transaction(let begun) where begun.accepted > 0:
            messageBegins()
            transaction = begun
        case .chunks(let begun): transaction = begun
        case .transaction: return .refused("554 5.5.1 no valid recipients", .spoilt)
        case .spoilt: return .refused("503 5.5.1 BDAT was refused; RSET first", .spoilt)
        case .unintroduced, .ready, .turnedAway: return .refused("503 5.5.1 MAIL first", standing)
        }
        announced = announced.addingReportingOverflow(size).overflow ? .max : announced + size
        guard announced <= configuration.limits.message ?? .max else {
            let replies = isLast && configuration.dialect == .lmtp ? transaction.accepted : 1
            return .refused(
                "552 5.3.4 message too large", replies: replies, recipients: transaction.accepted, .spoilt)
        }
        return .content(transaction)
    }

    /// The octets of a chunk that are here.
    mutating func readChunk(_ chunk: Chunk, _ bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> Event? {
        let run = offset..<min(bytes.count, offset + chunk.left)
        offset = run.upperBound
        var rest = chunk
        rest.left -= run.count
        state = .chunk(rest)
        guard case .content = chunk.fate else { return nil }
        content.count(UnsafeRawBufferPointer(rebasing: bytes[run]))
        return .content(ContentRun(range: run))
    }

    mutating func endChunk(_ chunk: Chunk) -> Event {
        switch chunk.fate {
        case .content(let transaction) where chunk.isLast: return messageIsWhole(transaction)
        case .content(let transaction):
            state = .command(.chunks(transaction))
            write("250 2.0.0 Ok: chunk taken")
        case .refused(let text, let replies, let recipients, let standing):
            state = .command(standing)
            for _ in 0..<replies { write(text) }
            if recipients > 0 { return .answered(.message(recipients: recipients)) }
        }
        return .answered(.chunk)
    }

    /// Digits alone.
    static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...18).contains(digits.count) else { return nil }
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return number
    }
}

extension SMTPServerSession.Transaction {
    /// Octets over 127 that neither BODY=8BITMIME (RFC 6152) nor SMTPUTF8 (RFC 6531) announced.
    func lacksDeclaration(_ found: ContentFindings) -> Bool { found.is8Bit && !declares8Bit && !allowsUTF8 }
}
