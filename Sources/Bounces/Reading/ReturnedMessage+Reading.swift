import FanmailMIME

extension ReturnedMessage {
    private static let most = 50

    init(_ fields: LooseFields) {
        self.init()
        messageID = fields.first("message-id").map(Self.inBrackets)
        listID = fields.first("list-id").map { Self.withoutBrackets(Self.inBrackets($0)) }
        feedbackID = fields.first("feedback-id")
        reversePath = fields.first("return-path").flatMap { AddressSpotter.first(in: $0, wide: true) }
        to = fields.all("to").prefix(Self.most).flatMap(Self.addresses)
        unsubscribe = fields.all("list-unsubscribe").prefix(5).flatMap(Self.uris)
        subject = fields.first("subject").map(EncodedWord.decode)
    }

    static func addresses(_ value: String) -> [String] {
        let bytes = Array(value.utf8)
        return AddressSpotter.spots(in: bytes, 0..<bytes.count, most: most).map(\.address)
    }

    /// From the last `<` on; without one, the whole.
    private static func inBrackets(_ value: String) -> String {
        guard let start = value.lastIndex(of: "<"), let end = value[start...].firstIndex(of: ">") else { return value }
        return String(value[start...end])
    }

    private static func withoutBrackets(_ value: String) -> String {
        value.hasPrefix("<") && value.hasSuffix(">") ? String(value.dropFirst().dropLast()) : value
    }

    private static func uris(_ value: String) -> [String] {
        value.split(separator: "<").compactMap { piece in
            guard let end = piece.firstIndex(of: ">"), piece[..<end].contains(":") else { return nil }
            return piece[..<end].filter { $0 != " " && $0 != "\t" }
        }
    }
}
