import FanmailBasics

/// Reads one address after another without an object or a string for each: the way in for long imports.
///
/// It writes what it found into buffers of its own, valid until the next scan. The grammar is that of RFC 5321, 4.1.2
/// without white space, other than spaces in quotes: dot-string or quoted local-part of at most 64 octets; a domain of at
/// least two labels, `localhost`, or an address literal; 254 octets in all. Leading hyphens in the local-part are valid
/// SMTP and pass.
public struct AddressScanner: ~Copyable {
    /// What became of a scan that knows ASCII alone.
    public enum Verdict: Sendable, Equatable {
        case valid
        /// There are bytes beyond ASCII: for ``AddressScanner/scan(_:)`` or ``Mailbox`` to judge.
        case needsUnicode
        case invalid(MailboxSyntaxError)
    }

    /// Where the `@` stands in ``address``.
    public private(set) var at = 0
    /// Whether the local-part holds anything beyond ASCII (RFC 6531).
    public private(set) var needsSMTPUTF8 = false

    private static let capacity = 1024
    static let addressLimit = 254
    static let localPartLimit = 64

    private let addressBytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    private let keyBytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    private var addressCount = 0
    private var keyCount = 0

    public init() {}

    deinit {
        addressBytes.deallocate()
        keyBytes.deallocate()
    }

    /// The address last scanned, with its domain in lower case. Meaningless after a refusal; gone with the next scan.
    public var address: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: addressBytes, count: addressCount) }

    /// The form in which two spellings of one address are the same: see ``Mailbox/key``. Lives as long as ``address``.
    public var key: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: keyBytes, count: keyCount) }

    /// The domain of ``address``.
    public var domain: UnsafeBufferPointer<UInt8> {
        addressCount == 0
            ? UnsafeBufferPointer(start: nil, count: 0)
            : UnsafeBufferPointer(start: addressBytes + at + 1, count: addressCount - at - 1)
    }

    /// Scans an address in any script; nil when it is valid. Bytes beyond ASCII take the slow way through ``Mailbox``.
    public mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> MailboxSyntaxError? {
        switch scan(ascii: bytes) {
        case .valid: return nil
        case .invalid(let error): return error
        case .needsUnicode: break
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return .notUTF8 }
        do throws(MailboxSyntaxError) {
            let mailbox = try Mailbox(parsing: text)
            var address = mailbox.address
            var key = mailbox.key
            addressCount = Self.copy(&address, to: addressBytes)
            keyCount = Self.copy(&key, to: keyBytes)
            guard addressCount > 0, keyCount > 0 else { return .tooLong }
            at = mailbox.localPart.utf8.count
            needsSMTPUTF8 = mailbox.needsSMTPUTF8
            return nil
        } catch {
            return error
        }
    }

    private static func copy(_ text: inout String, to target: UnsafeMutablePointer<UInt8>) -> Int {
        text.withUTF8 { source in
            guard let start = source.baseAddress, source.count <= capacity else { return 0 }
            target.update(from: start, count: source.count)
            return source.count
        }
    }

    /// Scans an address that is expected to be plain ASCII.
    public mutating func scan(ascii bytes: UnsafeBufferPointer<UInt8>) -> Verdict {
        addressCount = 0
        keyCount = 0
        needsSMTPUTF8 = false
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return .invalid(.empty) }
        let count = bytes.count
        guard count <= Self.addressLimit else {
            // A domain may shrink when it becomes A-labels.
            return count <= Self.capacity && bytes.contains { $0 >= 0x80 } ? .needsUnicode : .invalid(.tooLong)
        }
        if start[0] == UInt8(ascii: "\"") { return scanQuoted(bytes) }
        var index = 0
        var previous = UInt8(ascii: ".")
        while index < count {
            let byte = start[index]
            if byte.isAtomText {
                addressBytes[index] = byte
                keyBytes[index] = byte.asciiLowercased
            } else if byte == UInt8(ascii: "@") {
                break
            } else if byte == UInt8(ascii: "."), previous != byte {
                addressBytes[index] = byte
                keyBytes[index] = byte
            } else {
                return refuseLocalPart(bytes, index)
            }
            previous = byte
            index += 1
        }
        guard index < count else { return .invalid(.noAt) }
        guard index > 0 else { return .invalid(.emptyLocalPart) }
        guard previous != UInt8(ascii: ".") else { return .invalid(.trailingDot) }
        guard index <= Self.localPartLimit else { return .invalid(.longLocalPart) }
        return scanDomain(bytes, at: index, keyAt: index)
    }

    private func refuseLocalPart(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Verdict {
        let byte = bytes[index]
        if byte >= 0x80 { return .needsUnicode }
        // Of a text such as "Ada Lovelace" the missing @ is the better thing to say.
        guard bytes[index...].contains(UInt8(ascii: "@")) else {
            return bytes[index...].contains { $0 >= 0x80 } ? .needsUnicode : .invalid(.noAt)
        }
        if byte == UInt8(ascii: ".") { return .invalid(index == 0 ? .leadingDot : .doubleDot) }
        return .invalid(.unexpected(byte, in: "local-part"))
    }

    private mutating func scanQuoted(_ bytes: UnsafeBufferPointer<UInt8>) -> Verdict {
        var index = 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
            let byte = bytes[index]
            guard byte < 0x80 else { return .needsUnicode }
            guard byte >= 0x20, byte < 0x7F else { return .invalid(.unexpected(byte, in: "local-part")) }
            index += 1
        }
        guard index < bytes.count else { return .invalid(.openQuote) }
        guard index > 1 else { return .invalid(.emptyLocalPart) }
        let at = index + 1
        guard at < bytes.count, bytes[at] == UInt8(ascii: "@") else { return .invalid(.textAfterQuote) }
        guard at <= Self.localPartLimit else { return .invalid(.longLocalPart) }
        for index in 0..<at { addressBytes[index] = bytes[index] }
        let canonical = QuotedLocalPart.canonical(bytes[..<at])
        for (index, byte) in canonical.enumerated() { keyBytes[index] = byte.asciiLowercased }
        return scanDomain(bytes, at: at, keyAt: canonical.count)
    }

    /// Copies the domain behind the local-part, which both buffers hold already.
    private mutating func scanDomain(_ bytes: UnsafeBufferPointer<UInt8>, at: Int, keyAt: Int) -> Verdict {
        guard let start = bytes.baseAddress else { return .invalid(.empty) }
        let count = bytes.count
        guard at + 1 < count else { return .invalid(.emptyDomain) }
        let key = keyBytes + (keyAt - at)
        addressBytes[at] = UInt8(ascii: "@")
        key[at] = UInt8(ascii: "@")
        if start[at + 1] == UInt8(ascii: "[") {
            guard AddressLiteral.isValid(bytes[(at + 1)...]) else { return .invalid(.badLiteral) }
            for index in (at + 1)..<count {
                addressBytes[index] = start[index].asciiLowercased
                key[index] = addressBytes[index]
            }
            return accept(count, at: at, keyAt: keyAt)
        }
        var labelStart = at + 1
        var labels = 1
        var index = labelStart
        while index < count {
            let byte = start[index].asciiLowercased
            if !byte.isLetterDigitHyphen {
                guard byte == UInt8(ascii: ".") else { return refuseDomain(bytes, index) }
                if let error = labelError(start, labelStart, index) { return .invalid(error) }
                labelStart = index + 1
                labels += 1
            }
            addressBytes[index] = byte
            key[index] = byte
            index += 1
        }
        if let error = labelError(start, labelStart, count) { return .invalid(error) }
        if labels == 1, !isLocalhost(from: labelStart, to: count) { return .invalid(.oneLabel) }
        if start[labelStart].isDigit, (labelStart..<count).allSatisfy({ start[$0].isDigit }) {
            return .invalid(.numericTopLevel)
        }
        return accept(count, at: at, keyAt: keyAt)
    }

    @inline(__always)
    private func labelError(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> MailboxSyntaxError? {
        if start == end { return .emptyLabel }
        if end - start > 63 { return .longLabel }
        if bytes[start] == UInt8(ascii: "-") || bytes[end - 1] == UInt8(ascii: "-") { return .hyphen }
        return nil
    }

    private func isLocalhost(from start: Int, to end: Int) -> Bool {
        UnsafeBufferPointer(start: addressBytes + start, count: end - start).elementsEqual("localhost".utf8)
    }

    private func refuseDomain(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Verdict {
        if bytes[index] == UInt8(ascii: "@") { return .invalid(.manyAts) }
        return bytes[index] >= 0x80 ? .needsUnicode : .invalid(.unexpected(bytes[index], in: "domain"))
    }

    private mutating func accept(_ count: Int, at: Int, keyAt: Int) -> Verdict {
        self.at = at
        addressCount = count
        keyCount = count + keyAt - at
        return .valid
    }
}
