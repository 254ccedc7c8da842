import Bounces
package import FanmailBasics
import FanmailDelivery
package import FanmailSettings

/// Reads a table as TOML: any number of `[[limits]]` and `[[reaction]]`.
package struct ShapingFile {
    private static let rootKeys = ["limits", "reaction"]
    static let keyNames = ["provider", "mx", "domain"]
    private static let mostNames = 1000
    /// The longest that a connection may have nothing to do.
    private static let longestIdle = Duration.seconds(3600)

    /// nil: it is the program's own.
    private let file: String?

    /// - Returns: what the file says, alone.
    /// - Throws: where it cannot be read, or says what cannot be; with its line.
    package static func read(_ path: String) throws(InputFailure) -> ShapingTable {
        let text: String
        do throws(InputFailure) { text = try BoundedFile.text(of: path) } catch {
            throw InputFailure(.configuration, error.place ?? path, error.what, remedy: error.remedy)
        }
        return try table(text, file: path)
    }

    /// - Parameter file: by which name failures call it; nil for a table of the program.
    package static func table(_ text: String, file: String?) throws(InputFailure) -> ShapingTable {
        let root = try TOMLReader(parsing: text, file: file ?? "fanmail", kind: .configuration)
        try root.check(rootKeys)
        let reader = ShapingFile(file: file)
        var entries: [ShapingEntry] = []
        for table in try root.tables("limits") { entries += try reader.entries(table) }
        var rules: [ShapingRule] = []
        for table in try root.tables("reaction") {
            let rule = try reader.rule(table)
            guard !rules.contains(where: { $0.name == rule.name }) else {
                throw table.failure("name", "is \"\(rule.name)\" for the second time; write another")
            }
            rules.append(rule)
        }
        return ShapingTable(entries: entries, rules: rules)
    }

    func origin(_ table: TOMLReader) -> ShapingOrigin { file.map { .file($0, line: table.line) } ?? .own }

    // MARK: - Whose

    func keys(_ table: TOMLReader) throws(InputFailure) -> [ShapingKey] {
        var keys: [ShapingKey] = []
        for name in try table.strings("provider", atMost: Self.mostNames) ?? [] {
            guard RuleProvider.names.contains(name) else {
                let remedy =
                    NearestKey.nearest(to: name, among: RuleProvider.names).map { "did you mean \"\($0)\"?" }
                    ?? "name its hosts instead: mx = \"example.net\""
                throw table.failure("provider", "has \(name.debugDescription), which is nobody who is known; \(remedy)")
            }
            keys.append(.provider(name))
        }
        for name in try table.strings("mx", atMost: Self.mostNames) ?? [] {
            let suffix = name.hasPrefix("*.") ? name.dropFirst(2) : name.hasPrefix(".") ? name.dropFirst() : name[...]
            keys.append(.mx(try self.name(suffix, "mx", table)))
        }
        for name in try table.strings("domain", atMost: Self.mostNames) ?? [] {
            keys.append(.domain(try self.name(name[...], "domain", table)))
        }
        if keys.isEmpty, let key = Self.keyNames.first(where: table.has) {
            throw table.failure(key, "names nobody; leave it out for everybody")
        }
        return keys.isEmpty ? [.everybody] : keys
    }

    private func name(_ text: Substring, _ key: String, _ table: TOMLReader) throws(InputFailure) -> String {
        let name = text.lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName =
            labels.count > 1 && name.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count)
                    && label.utf8.allSatisfy { $0.isDigit || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F }
            }
        guard isName else {
            throw table.failure(
                key,
                "has \(String(text).debugDescription), which is no domain; write one such as \"example.org\", in ASCII"
            )
        }
        return name
    }

    // MARK: - Limits

    private func entries(_ table: TOMLReader) throws(InputFailure) -> [ShapingEntry] {
        try table.check(Self.keyNames + ShapingLimit.Kind.allCases.map(\.key))
        let keys = try keys(table)
        var limits: [ShapingLimit] = []
        for kind in ShapingLimit.Kind.allCases {
            if let limit = try limit(kind, table) { limits.append(limit) }
        }
        guard !limits.isEmpty else {
            throw table.failure(nil, "limits nothing; write a value such as connections = 5")
        }
        return keys.map { ShapingEntry($0, limits, origin: origin(table)) }
    }

    private func limit(_ kind: ShapingLimit.Kind, _ table: TOMLReader) throws(InputFailure) -> ShapingLimit? {
        switch kind {
        case .connections: try table.integer(kind.key, in: 1...1000).map { .connections($0) }
        case .messages: try table.integer(kind.key, in: 1...1_000_000).map { .messages($0) }
        case .recipients: try table.integer(kind.key, in: 1...10_000).map { .recipients($0) }
        case .idle: try idle(kind.key, table)
        case .messageRates: try rates(kind.key, .messages, table)
        case .recipientRates: try rates(kind.key, .recipients, table)
        case .connectionRates: try rates(kind.key, .connections, table)
        case .tls: try table.choice(kind.key, Demand.self).map { .requiresTLS($0 == .required) }
        }
    }

    private enum Demand: String, CaseIterable { case required, opportunistic }

    private func idle(_ key: String, _ table: TOMLReader) throws(InputFailure) -> ShapingLimit? {
        guard let idle = try table.duration(key) else { return nil }
        guard (.seconds(1)...Self.longestIdle).contains(idle) else {
            throw table.failure(key, "is \(DurationText.format(idle)); it must be from 1s to 1h")
        }
        return .idle(idle)
    }

    private func rates(
        _ key: String, _ unit: MailRate.Unit, _ table: TOMLReader
    ) throws(InputFailure) -> ShapingLimit? {
        guard let texts = try table.strings(key, atMost: 10) else { return nil }
        guard texts != ["none"] else { return .rates(unit, []) }
        guard !texts.isEmpty else { throw table.failure(key, "is empty; write \"none\" for no limit") }
        var rates: [MailRate] = []
        for text in texts { rates.append(try rate(text, unit, key, table)) }
        return .rates(unit, rates)
    }

    func rate(
        _ text: String, _ unit: MailRate.Unit, _ key: String, _ table: TOMLReader
    ) throws(InputFailure) -> MailRate {
        do throws(SettingSyntaxError) { return try MailRateText.parse(text, of: unit) } catch {
            throw table.failure(key, "cannot be used: \(error.reason)")
        }
    }
}
