import FanmailMIME
public import SMTPCore

/// What a delivery status notification says of a recipient (RFC 3464), read from the outside world: bounded, and no part
/// of it trusted.
public struct DeliveryReport: Sendable {
    /// Of the first recipient that failed, or else of the first.
    public let action: ReportedAction
    /// The status and the remote server's words, as far as they were told. Untrusted.
    public let reply: Reply

    /// Octets of a remote server's words that are kept.
    private static let longestText = 500
    private static let mostParts = 50
    private static let mostRecipients = 100

    private static let deepest = 5

    /// - Returns: nil when this is no such notification. A gateway may have put it within other parts, and a server that
    ///   knows nothing of RFC 3464 names who failed in X-Failed-Recipients and the reply in its text.
    public init?(_ message: [UInt8]) {
        guard let header = try? HeaderSection(received: message) else { return nil }
        let body = message[header.bodyStart...]
        if let status = Self.status(in: body, EntityFields(header), depth: 0) {
            let recipients = Self.groups(status).prefix(Self.mostRecipients).compactMap(Self.recipient)
            guard let one = recipients.first(where: { $0.action == .failed }) ?? recipients.first else { return nil }
            (action, reply) = one
        } else if header.has("X-Failed-Recipients") {
            (action, reply) = (.failed, Self.quotedReply(in: body))
        } else {
            return nil
        }
    }

    /// The machine's report, in whatever parts it is.
    private static func status(in body: ArraySlice<UInt8>, _ entity: EntityFields, depth: Int) -> ArraySlice<UInt8>? {
        if entity.type == "message", ["delivery-status", "global-delivery-status"].contains(entity.subtype) {
            return TransferDecoding.decoded(body, entity)
        }
        guard entity.type == "multipart", depth < deepest, let boundary = entity.boundary else { return nil }
        return Multipart.parts(of: body, boundary: boundary, most: mostParts).lazy.compactMap { range in
            let part = Array(body[range])
            guard let header = try? HeaderSection(received: part) else { return nil }
            return status(in: part[header.bodyStart...], EntityFields(header), depth: depth + 1)
        }.first
    }

    /// The first line of a text that has a reply of 4xx or 5xx: `550 5.1.1 no such user`.
    private static func quotedReply(in body: ArraySlice<UInt8>) -> Reply {
        let text = String(decoding: body.prefix(16 << 10), as: UTF8.self)
        let pattern = /(?:^|[\s:>])([45]\d\d)[ \-](.*)/
        for line in text.split(whereSeparator: \.isNewline).prefix(200) {
            guard let match = line.prefix(1000).firstMatch(of: pattern),
                let code = UInt16(match.1)
            else { continue }
            let words = match.2.split(separator: " ", maxSplits: 1)
            let status = words.first.flatMap { EnhancedStatusCode($0) }
            let told = status == nil ? match.2 : words.dropFirst().first ?? ""
            return Reply(
                code: code, status: status, text: String(decoding: told.utf8.prefix(longestText), as: UTF8.self))
        }
        return Reply(code: 550, text: "")
    }

    /// With their ends.
    private static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
            lines.append(bytes[start..<end])
            start = end
        }
        return lines
    }

    /// Fields of the message, then of each recipient, parted by empty lines.
    private static func groups(_ body: ArraySlice<UInt8>) -> [[UInt8]] {
        lines(body).split { $0.allSatisfy { $0 == 0x0D || $0 == 0x0A || $0 == 0x20 } }.map { Array($0.joined()) }
    }

    private static func recipient(_ fields: [UInt8]) -> (action: ReportedAction, reply: Reply)? {
        guard let group = try? HeaderSection(received: fields),
            let word = group.first("Action")?.value.lowercased().prefix(while: \.isLetter),
            let action = ReportedAction(rawValue: String(word))
        else { return nil }
        let told = group.first("Diagnostic-Code")?.value ?? ""
        // `smtp; 550 5.1.1 no such user`
        let kind = told.prefix { $0 != ";" }
        var words = told.dropFirst(kind.count + 1).drop { $0 == " " }
        let isSMTP = kind.lowercased().filter { $0 != " " } == "smtp"
        var code: UInt16?
        var detail: EnhancedStatusCode?
        if isSMTP, let number = UInt16(words.prefix(3)), (400...599).contains(number) {
            code = number
            words = words.dropFirst(3).drop { $0 == " " || $0 == "-" }
            detail = EnhancedStatusCode(words.prefix { $0 != " " })
            if detail != nil { words = words.drop { $0 != " " }.drop { $0 == " " } }
        }
        let value = group.first("Status")?.value.prefix { $0 != " " && $0 != "(" } ?? ""
        var status = EnhancedStatusCode(value)
        // A relay that knows nothing says x.0.0; the server before it may have said more.
        if value.hasSuffix(".0.0") || status == nil, let detail { status = detail }
        let isFinal = status.map { "\($0)".hasPrefix("5") } ?? (action == .failed)
        if code.map({ ($0 >= 500) != isFinal }) ?? true { code = isFinal ? 550 : 450 }
        let text = String(decoding: words.utf8.prefix(longestText), as: UTF8.self)
        return (action, Reply(code: code ?? 450, status: status, text: text))
    }
}
