import Composition
import SMTPSink

/// What there is to say of the fields by which a list is left and known (RFC 2369, RFC 2919, RFC 8058); nothing where the
/// message has none of them.
struct ListChecks {
    private(set) var checks: [MessageCheck] = []

    private static let addressed = [
        "List-Help", "List-Unsubscribe", "List-Subscribe", "List-Post", "List-Owner", "List-Archive",
    ]

    init(_ message: SinkMessage) {
        let header = message.header
        let isBulk = header.values("Precedence").contains { ["list", "bulk"].contains($0.lowercased()) }
        guard isBulk || header.fields.contains(where: { $0.name.lowercased().hasPrefix("list-") }) else { return }
        for name in Self.addressed {
            for value in header.values(name) { checkForm(name, value) }
        }
        if let id = header.values("List-Id").first {
            let isWell = id.hasSuffix(">") && id.contains("<") && id.split(separator: "<").last?.contains(".") == true
            checks.append(
                isWell
                    ? .init(.good, "List-Id", id)
                    : .init(.bad, "List-Id", "has not the form Name <list.example.org> (RFC 2919, 3)"))
        } else {
            checks.append(.init(.warning, "List-Id", "there is none, by which programs sort the list's mail"))
        }
        checkLeaving(header)
    }

    private mutating func checkForm(_ name: String, _ value: String) {
        if name == "List-Post", value.uppercased().hasPrefix("NO") { return }
        let ways = Self.ways(value)
        guard !ways.isEmpty else {
            return checks.append(.init(.bad, name, "has no address between angle brackets (RFC 2369, 2)"))
        }
        for way in ways where !["https:", "http:", "mailto:"].contains(where: { way.lowercased().hasPrefix($0) }) {
            checks.append(.init(.warning, name, "\(way.prefix(60)) is neither a mailto: nor a page"))
        }
    }

    private mutating func checkLeaving(_ header: MessageHeader) {
        let ways = header.values("List-Unsubscribe").flatMap(Self.ways)
        let post = header.values("List-Unsubscribe-Post").first
        guard !ways.isEmpty else {
            if header.values("List-Unsubscribe").isEmpty {
                checks.append(.init(.bad, "List-Unsubscribe", "there is none; large receivers want it of a list"))
            }
            if post != nil {
                checks.append(.init(.bad, "List-Unsubscribe-Post", "stands there without a page to post to"))
            }
            return
        }
        let hasPage = ways.contains { $0.lowercased().hasPrefix("https:") }
        switch post {
        case let post? where post.filter({ !$0.isWhitespace }).lowercased() != "list-unsubscribe=one-click":
            checks.append(.init(.bad, "List-Unsubscribe-Post", "is to be List-Unsubscribe=One-Click (RFC 8058, 3.1)"))
        case .some where !hasPage:
            checks.append(.init(.bad, "List-Unsubscribe-Post", "wants an https: page in List-Unsubscribe"))
        case .some: checks.append(.init(.good, "List-Unsubscribe", "one click, at \(ways.joined(separator: ", "))"))
        case nil:
            checks.append(
                .init(
                    .warning, "List-Unsubscribe-Post",
                    "there is none; large receivers want that one click leaves a list (RFC 8058)"))
        }
    }

    /// What stands between angle brackets: addresses may have commas in them (RFC 2369, 2).
    static func ways(_ value: String) -> [String] {
        value.split(separator: "<").dropFirst(value.hasPrefix("<") ? 0 : 1).compactMap { piece in
            guard let end = piece.firstIndex(of: ">") else { return nil }
            let way = piece[..<end].filter { !$0.isWhitespace }
            return way.isEmpty ? nil : way
        }
    }
}
