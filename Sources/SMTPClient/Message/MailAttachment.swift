import FanmailMIME

/// A file that travels in a ``MailMessage``.
public struct MailAttachment: Sendable, Hashable {
    /// What it is called, in any script; no path.
    public var name: String
    /// Its media type (RFC 2046): `application/pdf`.
    public var type: String
    /// Its octets; they go in base64.
    public var content: [UInt8]
    /// Where HTML shows it, as `<img src="cid:…">` (RFC 2392); nil for one that stands beside the text.
    public var contentID: String?

    /// - Parameters:
    ///   - type: nil for what the name's ending says.
    ///   - contentID: such as `logo@lists.example`.
    public init(name: String, type: String? = nil, content: some Collection<UInt8>, contentID: String? = nil) {
        self.name = name
        self.type = type ?? MediaType.of(name)
        self.content = Array(content)
        self.contentID = contentID
    }

    func entity() throws(HeaderValueFailure) -> Entity {
        let parts = type.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isTokenOctet) }),
            !["multipart", "message"].contains(type.lowercased().prefix { $0 != "/" })
        else {
            throw HeaderValueFailure(
                field: "Content-Type", reason: "\(type.debugDescription) is no type of a file; write application/pdf")
        }
        if let contentID, MessageIdentifier.read("<\(contentID)>") != "<\(contentID)>" {
            throw HeaderValueFailure(
                field: "Content-ID",
                reason: "\(contentID.debugDescription) is no identifier; write logo@lists.example")
        }
        return .file(type: type, name: name, contentID: contentID, octets: content)
    }
}

extension UInt8 {
    /// RFC 2045, 5.1.
    fileprivate var isTokenOctet: Bool {
        self > 0x20 && self < 0x7F && !"()<>@,;:\\\"/[]?=".utf8.contains(self)
    }
}
