import FanmailMIME

/// What stands in a message that came in, decoded: its parts, its text, its links.
public struct MessageContent: Sendable {
    private static let deepest = 8
    private static let mostParts = 1000
    private static let mostLinks = 1000
    /// Octets, for a snippet.
    private static let lookedAt = 64 << 10

    /// In order, without those that hold others.
    public private(set) var parts: [MessagePart] = []

    /// - Parameter message: with its header.
    public init(_ message: [UInt8]) {
        take(message[...], number: "", depth: 0)
    }

    /// The plain text; empty where there is none.
    public var text: String { parts.filter { $0.role == .text }.map(\.text).joined(separator: "\n") }

    /// The HTML; empty where there is none.
    public var html: String { parts.filter { $0.role == .html }.map(\.text).joined() }

    /// Within the HTML.
    public var inline: [MessagePart] { parts.filter { $0.role == .inline } }

    public var attachments: [MessagePart] { parts.filter { $0.role == .attachment } }

    /// The links of text and HTML, each once, in the order in which they stand.
    public var links: [MessageLink] {
        var known: Set<String> = []
        var links: [MessageLink] = []
        for part in parts where part.role == .html || part.role == .text {
            let found = part.role == .html ? LinkScanner.links(inHTML: part.text) : LinkScanner.links(inText: part.text)
            for url in found where links.count < Self.mostLinks && known.insert(url).inserted {
                links.append(MessageLink(url: url, isOfHTML: part.role == .html))
            }
        }
        return links
    }

    /// The first characters of what is read, in one line.
    public func snippet(_ length: Int = 250) -> String {
        // Of a long text no more is looked at than a line of it may need.
        let shown =
            parts.contains { $0.role == .text }
            ? String(decoding: text.utf8.prefix(Self.lookedAt), as: UTF8.self)
            : LinkScanner.words(ofHTML: html, first: Self.lookedAt)
        return String(shown.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(length))
    }

    private mutating func take(_ octets: ArraySlice<UInt8>, number: String, depth: Int) {
        guard depth <= Self.deepest, parts.count < Self.mostParts else { return }
        let received = ReceivedEntity(Array(octets))
        if received.entity.type == "multipart", let boundary = received.entity.boundary {
            let found = Multipart.parts(of: received.body, boundary: boundary, most: Self.mostParts)
            for (place, range) in found.enumerated() {
                let next = number.isEmpty ? "\(place + 1)" : "\(number).\(place + 1)"
                take(received.octets[range], number: next, depth: depth + 1)
            }
            if !found.isEmpty { return }
        }
        add(received, number: number.isEmpty ? "1" : number)
    }

    private mutating func add(_ received: ReceivedEntity, number: String) {
        let fields = received.entity
        let disposition = FieldParameters(received.value("Content-Disposition") ?? "")
        let type = FieldParameters(received.value("Content-Type") ?? "")
        let name = disposition["filename"] ?? type["name"] ?? ""
        let id = (received.value("Content-ID") ?? "").filter { !" <>\t".contains($0) }
        let isText = fields.type == "text" && ["plain", "html"].contains(fields.subtype)
        let isAttached = disposition.token == "attachment"
        let role: MessagePart.Role =
            if isText, !isAttached, name.isEmpty || disposition.token == "inline" {
                fields.subtype == "html" ? .html : .text
            } else if !id.isEmpty, !isAttached {
                .inline
            } else {
                .attachment
            }
        let body = received.body
        parts.append(
            MessagePart(
                number: number, type: "\(fields.type)/\(fields.subtype)", charset: fields.charset, name: name,
                contentID: id, role: role, octets: Array(TransferDecoding.decoded(body, fields) ?? body)))
    }
}
