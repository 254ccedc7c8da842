import SMTPCore

/// The machine's part of a delivery report (RFC 3464), or what a server took for one.
///
/// The fields count, not the empty lines: many servers have one too many, or none.
struct StatusFields {
    /// What is told of one recipient.
    struct Entry {
        var final: String?
        var original: String?
        var actual: String?
        var action: ReportedAction?
        var status: EnhancedStatusCode?
        var diagnostic: String?
        var server: String?

        var hasName: Bool { final != nil || original != nil || actual != nil }
        var address: String? { final ?? actual ?? original }
    }

    private static let mostEntries = 10_000
    /// Octets of a server's words that are kept.
    static let longestText = 2_000

    private(set) var entries: [Entry] = []
    private(set) var envelopeID: String?
    private(set) var reporter: String?

    init(_ bytes: [UInt8], from: Int = 0, to limit: Int? = nil) {
        var current = Entry()
        var at = from
        let limit = limit ?? bytes.count
        while at < limit, entries.count < Self.mostEntries {
            let fields = LooseFields(bytes, from: at, to: limit)
            for index in 0..<fields.count { take(fields, index, &current) }
            if current.hasName, current.action != nil || current.status != nil { close(&current) }
            if fields.isEmpty {
                // A line that is no field.
                at = max(OctetLines.end(bytes, max(at, min(fields.end, limit))) + 1, at + 1)
            } else {
                at = max(fields.end, at + 1)
            }
        }
        close(&current)
    }

    private mutating func close(_ current: inout Entry) {
        if current.hasName { entries.append(current) }
        current = Entry()
    }

    private mutating func take(_ fields: LooseFields, _ index: Int, _ current: inout Entry) {
        func `is`(_ name: StaticString) -> Bool { fields.isNamed(index, name) }
        if `is`("final-recipient") {
            if current.final != nil { close(&current) }
            current.final = ReportedAddress.read(fields.value(index)) ?? current.final
        } else if `is`("original-recipient") {
            if current.original != nil || current.final != nil && current.action != nil { close(&current) }
            current.original = ReportedAddress.original(fields.value(index))
        } else if `is`("x-actual-recipient") {
            current.actual = ReportedAddress.read(fields.value(index)) ?? current.actual
        } else if `is`("action") {
            current.action = Self.action(fields.value(index)) ?? current.action
        } else if `is`("status") {
            current.status = Self.status(fields.value(index)) ?? current.status
        } else if `is`("diagnostic-code") {
            let text = Self.afterType(fields.value(index))
            current.diagnostic = current.diagnostic.map { $0 + "\n" + text } ?? text
        } else if `is`("x-supplementary-info") {
            if current.diagnostic == nil { current.diagnostic = fields.value(index) }
        } else if `is`("remote-mta") {
            current.server = current.server ?? Self.host(fields.value(index))
        } else if `is`("reporting-mta") {
            reporter = reporter ?? Self.host(fields.value(index))
        } else if `is`("original-envelope-id") {
            let value = fields.value(index)
            envelopeID = envelopeID ?? ReportedAddress.xtext(value) ?? value
        }
    }

    static func action(_ value: String) -> ReportedAction? {
        let word = value.lowercased().drop { !$0.isLetter }.prefix { $0.isLetter }
        let known: [(String, ReportedAction)] = [
            ("fail", .failed), ("expired", .failed), ("undeliver", .failed), ("delay", .delayed),
            ("deliver", .delivered), ("relay", .relayed), ("expand", .expanded),
        ]
        return known.first { word.hasPrefix($0.0) }?.1
    }

    /// `5.1.1 (bad destination)`; three digits alone are a reply's code.
    static func status(_ value: String) -> EnhancedStatusCode? {
        let word = value.drop { $0 == " " || $0 == "(" }.prefix { $0.isNumber || $0 == "." }
        return EnhancedStatusCode(word)
    }

    /// What stands behind `smtp;` and its like.
    static func afterType(_ value: String) -> String {
        guard let semicolon = value.utf8.prefix(40).firstIndex(of: UInt8(ascii: ";")),
            value.utf8[..<semicolon].allSatisfy({ $0.isWordPart || $0 == 0x2D || $0 == 0x20 || $0 == 0x2E })
        else { return value }
        return String(value[value.index(after: semicolon)...].drop { $0 == " " })
    }

    /// `dns; mx.example.org (192.0.2.1)`
    static func host(_ value: String) -> String? {
        let name = afterType(value).prefix { $0 != " " && $0 != "(" && $0 != "\t" && $0 != ";" && $0 != "[" }
        return name.isEmpty ? nil : String(name.prefix(255))
    }
}
