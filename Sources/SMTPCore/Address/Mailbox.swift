/// An address as RFC 5321, 4.1.2 knows it: a local-part and a domain.
///
/// The local-part is kept as it was written, composed (NFC) where it goes beyond ASCII; the domain is kept in lower
/// case, as A-labels (RFC 5890).
public struct Mailbox: Hashable, Sendable {
    public let localPart: String
    public let domain: String

    /// Trusts its arguments: for values that were parsed before, for instance those read back from the store.
    public init(trustedLocalPart localPart: String, domain: String) {
        self.localPart = localPart
        self.domain = domain
    }

    /// Reads `local-part@domain` as it goes into a forward-path: no display name, no angle brackets, no white space
    /// other than spaces in quotes.
    ///
    /// For many addresses in a row, ``AddressScanner`` does the same without strings.
    public init(parsing text: some StringProtocol) throws(MailboxSyntaxError) {
        var text = String(text)
        let result: Result<Mailbox, MailboxSyntaxError>? = text.withUTF8 { bytes in
            var scanner = AddressScanner()
            switch scanner.scan(ascii: bytes) {
            case .valid: return .success(Mailbox(scanned: scanner))
            case .invalid(let error): return .failure(error)
            case .needsUnicode: return nil
            }
        }
        if let result {
            self = try result.get()
        } else {
            try self.init(parsingUnicode: text)
        }
    }

    private init(scanned scanner: borrowing AddressScanner) {
        let address = scanner.address
        localPart = String(decoding: address[..<scanner.at], as: UTF8.self)
        domain = String(decoding: scanner.domain, as: UTF8.self)
    }

    /// `local-part@domain`, as it goes into a forward-path.
    public var address: String { "\(localPart)@\(domain)" }

    /// The form in which two spellings of one address are the same: local-part in lower case, composed, and without
    /// needless quotes; `@`; domain. For matching only: mail goes to ``address``.
    public var key: String {
        var local = localPart
        if local.utf8.first == UInt8(ascii: "\"") {
            local = String(decoding: QuotedLocalPart.canonical(Array(local.utf8)), as: UTF8.self)
        }
        local = local.lowercased()
        return "\(needsSMTPUTF8 ? IDN.composed(local) : local)@\(domain)"
    }

    /// Whether the local-part goes beyond ASCII, so that only a server with SMTPUTF8 takes it (RFC 6531).
    public var needsSMTPUTF8: Bool { localPart.utf8.contains { $0 >= 0x80 } }
}
