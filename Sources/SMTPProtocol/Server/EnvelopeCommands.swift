extension SMTPServerSession {
    /// What MAIL says (RFC 5321, 4.1.1.2).
    public struct Mail: Sendable {
        private let line: [UInt8]
        private var path = 0..<0
        private var envelopeIDRange: Range<Int>?
        /// The null path, or an address as RFC 5321, 4.1.2 has it. Only a server that is not strict is told others.
        public private(set) var isWellFormed = true
        /// SIZE: octets of the message, as the client estimates them (RFC 1870).
        public private(set) var size: Int?
        /// BODY=8BITMIME (RFC 6152).
        public private(set) var declares8Bit = false
        /// SMTPUTF8 (RFC 6531).
        public private(set) var allowsUTF8 = false
        /// RET (RFC 3461, 4.3).
        public private(set) var returned: DSNRequest.Returned?

        /// What stands between the angle brackets; empty for the null path.
        public var reversePath: ArraySlice<UInt8> { line[path] }
        /// ENVID, in xtext (RFC 3461, 4.4).
        public var envelopeID: ArraySlice<UInt8>? { envelopeIDRange.map { line[$0] } }
        /// All of its parameters, as they were written (RFC 5321, 4.1.1.11): `SIZE=1000`.
        public var parameters: [String] { ParameterReader.words(of: line, behind: path) }

        init(_ line: [UInt8]) { self.line = line }

        /// What is wrong with it, nil for nothing.
        mutating func read(_ offers: Configuration.Offers) -> StaticString? {
            let line = line
            return line.withUnsafeBytes { read($0, offers) }
        }

        private mutating func read(_ bytes: UnsafeRawBufferPointer, _ offers: Configuration.Offers) -> StaticString? {
            guard let found = bytes.path(after: "MAIL FROM:") else { return "501 5.5.4 MAIL FROM:<reverse-path>" }
            path = found
            var parameters = ParameterReader(from: found.upperBound + 1)
            while let range = parameters.next(bytes) {
                let word = UnsafeRawBufferPointer(rebasing: bytes[range])
                if offers.size, word.hasPrefix("SIZE=") {
                    guard let size = SMTPServerSession.number(word.dropFirst(5)) else { return "501 5.5.4 SIZE=octets" }
                    self.size = size
                } else if offers.eightBit, word.hasPrefix("BODY=") {
                    declares8Bit = word.equals("BODY=8BITMIME")
                    guard declares8Bit || word.equals("BODY=7BIT") else { return "501 5.5.4 BODY=7BIT or 8BITMIME" }
                } else if offers.utf8, word.equals("SMTPUTF8") {
                    allowsUTF8 = true
                } else if offers.dsn, word.hasPrefix("RET=") {
                    guard returned == nil, word.equals("RET=FULL") || word.equals("RET=HDRS") else {
                        return "501 5.5.4 RET=FULL or HDRS, once"
                    }
                    returned = word.equals("RET=FULL") ? .full : .headers
                } else if offers.dsn, word.hasPrefix("ENVID=") {
                    // At most 100 octets (RFC 3461, 5.4).
                    guard envelopeIDRange == nil, (7...106).contains(word.count) else {
                        return "501 5.5.4 ENVID=xtext, at most 100 octets, once"
                    }
                    envelopeIDRange = range.lowerBound + 6..<range.upperBound
                } else if !word.hasPrefix("AUTH=") {
                    return "555 5.5.4 a parameter that was not offered"
                }
            }
            isWellFormed =
                path.isEmpty || UnsafeRawBufferPointer(rebasing: bytes[path]).isAddress(allowsUTF8: allowsUTF8)
            return nil
        }
    }

    /// What RCPT says (RFC 5321, 4.1.1.3).
    public struct Recipient: Sendable {
        private let line: [UInt8]
        private var forwardPath = 0..<0
        private var originalRange: Range<Int>?
        /// An address as RFC 5321, 4.1.2 has it, or `Postmaster` (4.5.1). Only a server that is not strict is told others.
        public private(set) var isWellFormed = true
        /// NOTIFY (RFC 3461, 4.1): empty for NEVER, nil where nothing was asked.
        public private(set) var notify: DSNRequest.Notify?

        /// What stands between the angle brackets; never empty.
        public var path: ArraySlice<UInt8> { line[forwardPath] }
        /// ORCPT: a type of address, a semicolon, and an address in xtext (RFC 3461, 4.2).
        public var originalRecipient: ArraySlice<UInt8>? { originalRange.map { line[$0] } }
        /// All of its parameters, as they were written (RFC 5321, 4.1.1.11): `NOTIFY=NEVER`.
        public var parameters: [String] { ParameterReader.words(of: line, behind: forwardPath) }

        init(_ line: [UInt8]) { self.line = line }

        /// What is wrong with it, nil for nothing.
        mutating func read(_ offers: Configuration.Offers, allowsUTF8: Bool) -> StaticString? {
            let line = line
            return line.withUnsafeBytes { read($0, offers, allowsUTF8) }
        }

        private mutating func read(
            _ bytes: UnsafeRawBufferPointer, _ offers: Configuration.Offers, _ allowsUTF8: Bool
        ) -> StaticString? {
            guard let found = bytes.path(after: "RCPT TO:"), !found.isEmpty else {
                return "501 5.5.4 RCPT TO:<forward-path>"
            }
            forwardPath = found
            var parameters = ParameterReader(from: found.upperBound + 1)
            while let range = parameters.next(bytes) {
                let word = UnsafeRawBufferPointer(rebasing: bytes[range])
                if offers.dsn, word.hasPrefix("NOTIFY=") {
                    guard notify == nil, let wishes = DSNRequest.Notify(keywords: word.dropFirst(7)) else {
                        return "501 5.5.4 NOTIFY=NEVER, or of SUCCESS,FAILURE,DELAY, once"
                    }
                    notify = wishes
                } else if offers.dsn, word.hasPrefix("ORCPT=") {
                    // At most 500 octets (RFC 3461, 5.4).
                    guard originalRange == nil, word.count <= 506, word.contains(0x3B) else {
                        return "501 5.5.4 ORCPT=type;address, once"
                    }
                    originalRange = range.lowerBound + 6..<range.upperBound
                } else {
                    return "555 5.5.4 a parameter that was not offered"
                }
            }
            let path = UnsafeRawBufferPointer(rebasing: bytes[found])
            isWellFormed = path.isAddress(allowsUTF8: allowsUTF8) || path.equals("POSTMASTER")
            return nil
        }
    }
}

extension DSNRequest.Notify {
    /// nil for what is no value of NOTIFY (RFC 3461, 4.1).
    fileprivate init?(keywords: Slice<UnsafeRawBufferPointer>) {
        self = []
        let bytes = UnsafeRawBufferPointer(rebasing: keywords)
        if bytes.equals("NEVER") { return }
        var start = 0
        while start <= bytes.count {
            let end = bytes[start...].firstIndex(of: 0x2C) ?? bytes.count
            let word = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            if word.equals("FAILURE") {
                insert(.failure)
            } else if word.equals("DELAY") {
                insert(.delay)
            } else if word.equals("SUCCESS") {
                insert(.success)
            } else {
                return nil
            }
            start = end + 1
        }
    }
}
