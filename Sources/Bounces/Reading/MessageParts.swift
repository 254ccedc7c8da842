import FanmailMIME

/// What a message is made of, as far as a report can be: whatever is broken of its form is read as it was meant.
struct MessageParts {
    let header: LooseFields
    /// Type, charset and report type of the whole.
    private(set) var entity: EntityFields
    /// Plain texts, in order, up to the message that came back.
    private(set) var texts: [[UInt8]] = []
    /// The same of pages.
    private(set) var pages: [[UInt8]] = []
    /// Machines' parts of delivery reports, decoded.
    private(set) var status: [[UInt8]] = []
    private(set) var feedback: [UInt8]?
    private(set) var disposition: [UInt8]?
    /// The message that came back, or its header; decoded.
    private(set) var returned: [UInt8]?
    /// It is a whole message, not only a header.
    private(set) var isReturnedWhole = false
    /// A programme, or an archive, is attached: worms look like reports.
    private(set) var holdsProgram = false
    /// A page of it leads to somewhere.
    private(set) var holdsLink = false
    /// A mail system wrote it, or it has the null reverse-path.
    private let isOfSystem: Bool

    private static let mostParts = 50
    private static let mostTexts = 20
    private static let deepest = 6

    /// - Parameter message: lines end in LF.
    init(_ message: [UInt8]) {
        header = LooseFields(message)
        entity = Self.entity(header)
        isOfSystem = MessageTraits.isOfSystem(header)
        walk(message[min(header.end, message.count)...], entity, depth: 0)
    }

    static func entity(_ header: LooseFields) -> EntityFields {
        // Only the first of each: what a part is, is not told twice.
        var lines = ""
        if let type = header.first("content-type") { lines += "Content-Type: \(type)\n" }
        if let encoding = header.first("content-transfer-encoding") {
            lines += "Content-Transfer-Encoding: \(encoding)\n"
        }
        let fields = Array(lines.utf8.filter { $0 != 0 })
        // Two fields without control characters are a header.
        guard let section = try? HeaderSection(received: fields) else { return Self.none }
        return EntityFields(section)
    }

    /// Of no field at all, which is plain text.
    private static let none: EntityFields = {
        guard let empty = try? HeaderSection(received: []) else { preconditionFailure("an empty header is one") }
        return EntityFields(empty)
    }()

    private mutating func walk(_ body: ArraySlice<UInt8>, _ entity: EntityFields, depth: Int) {
        if entity.type == "multipart", depth < Self.deepest {
            if parts(of: body, entity.boundary, depth) || parts(of: body, Self.guessedBoundary(body), depth) { return }
            keepText(body, charset: nil, isPage: false)
            return
        }
        let decoded = TransferDecoding.decoded(body, entity) ?? body
        switch (entity.type, entity.subtype) {
        case ("message", let kind) where kind.hasSuffix("delivery-status"),
            ("text", let kind) where kind.hasSuffix("delivery-status"):
            status.append(OctetLines.withLineFeeds(decoded.prefix(2 << 20)))
        case ("message", "feedback-report"): feedback = feedback ?? OctetLines.withLineFeeds(decoded.prefix(1 << 20))
        case ("message", let kind) where kind.hasSuffix("disposition-notification"):
            disposition = disposition ?? OctetLines.withLineFeeds(decoded.prefix(1 << 20))
        case ("message", _): keepReturned(decoded, isWhole: entity.subtype != "global-headers")
        case ("text", "rfc822-headers"), ("text", "rfc822"), ("text", "global-headers"):
            keepReturned(decoded, isWhole: false)
        case ("text", let kind):
            keepText(decoded, charset: entity.charset, isPage: kind == "html")
            if depth == 0 { lostParts(body, depth) }
        case ("multipart", _): keepText(decoded, charset: nil, isPage: false)
        default:
            // A report that lost what says that it is one.
            let head = decoded.prefix(4_000)
            if head.holds("final-recipient:"), head.holds("action:") {
                status.append(OctetLines.withLineFeeds(decoded.prefix(2 << 20)))
            }
        }
    }

    private mutating func parts(of body: ArraySlice<UInt8>, _ boundary: [UInt8]?, _ depth: Int) -> Bool {
        guard let boundary else { return false }
        let ranges = Multipart.parts(of: body, boundary: boundary, most: Self.mostParts)
        guard !ranges.isEmpty else { return false }
        for range in ranges {
            let part = Array(body[range].prefix(OctetLines.most))
            // A part may begin with its empty line.
            let header = part.first == 0x0A ? LooseFields([]) : LooseFields(part)
            let start = part.first == 0x0A ? 0 : min(header.end, part.count)
            let entity = Self.entity(header)
            let name = Self.fileName(header)
            if let name, Self.programs.contains(where: name.hasSuffix) { holdsProgram = true }
            // What a person attached as a file is no word of the letter.
            if name != nil, entity.type == "text", !isOfSystem, !entity.subtype.contains("rfc822"),
                header.first("content-disposition")?.lowercased().hasPrefix("attachment") == true
            {
                continue
            }
            // A report whose fields stand where those of its part should.
            if entity.type == "message", entity.subtype.hasSuffix("delivery-status"), header.has("reporting-mta") {
                status.append(part)
            }
            walk(part[start...], entity, depth: depth + 1)
        }
        return true
    }

    private static let programs = [
        ".exe", ".scr", ".pif", ".bat", ".cmd", ".com", ".zip", ".rar", ".7z", ".iso", ".vbs", ".js", ".cpl", ".jar",
    ]

    /// In lower case, without quotes.
    private static func fileName(_ header: LooseFields) -> String? {
        for field in [header.first("content-disposition"), header.first("content-type")] {
            guard let octets = field.map({ Array($0.lowercased().utf8) }), let start = octets[...].place(of: "name=")
            else { continue }
            let name = octets[(start + 5)...].prefix { $0 != 0x3B }.filter { $0 != 0x22 && $0 != 0x20 }
            if !name.isEmpty { return name[...].text }
        }
        return nil
    }

    /// A report without its MIME fields: its delimiters stand in what says that it is text.
    private mutating func lostParts(_ body: ArraySlice<UInt8>, _ depth: Int) {
        let head = body.prefix(64 << 10)
        guard head.holds("\ncontent-type: message/"), let boundary = Self.guessedBoundary(head) else { return }
        let (texts, pages) = (texts, pages)
        (self.texts, self.pages) = ([], [])
        if !parts(of: body, boundary, depth) { (self.texts, self.pages) = (texts, pages) }
    }

    /// The first line that begins with `--` and has a part's field behind it.
    private static func guessedBoundary(_ body: ArraySlice<UInt8>) -> [UInt8]? {
        var at = body.startIndex
        let limit = body.prefix(64 << 10).endIndex
        while at < limit {
            let end = body[at..<limit].firstIndex(of: 0x0A) ?? limit
            let line = body[at..<end].trimmed
            if line.count > 3, line.begins(with: "--"), body[min(end + 1, limit)..<limit].begins(with: "content-") {
                return Array(line.dropFirst(2))
            }
            at = end + 1
        }
        return nil
    }

    private mutating func keepText(_ bytes: ArraySlice<UInt8>, charset: String?, isPage: Bool) {
        // What stands behind the message that came back is a filter's word or a list's foot.
        guard returned == nil || texts.isEmpty && pages.isEmpty, texts.count + pages.count < Self.mostTexts else {
            return
        }
        if bytes.prefix(64 << 10).holds("href=\"http") || bytes.prefix(64 << 10).holds("href='http") {
            holdsLink = true
        }
        let text = PlainText.read(bytes, charset: charset, isPage: isPage)
        guard text.contains(where: { !$0.isWhite }) else { return }
        if isPage { pages.append(text) } else { texts.append(text) }
    }

    private mutating func keepReturned(_ bytes: ArraySlice<UInt8>, isWhole: Bool) {
        guard returned == nil else { return }
        returned = OctetLines.withLineFeeds(bytes)
        isReturnedWhole = isWhole
    }

    /// Whether a header begins here, and not any text.
    static func isHeader(_ fields: LooseFields) -> Bool {
        fields.has("from") || fields.has("received") || fields.has("subject") || fields.has("message-id")
            || fields.has("to")
    }
}
