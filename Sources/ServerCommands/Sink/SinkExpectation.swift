import Fanmail
import FanmailBasics
import SMTPSink

/// What is to come.
struct SinkExpectation: Sendable {
    enum Kind: String, Sendable {
        /// All copies.
        case copies
        /// Copies to a recipient of the envelope.
        case to
        /// Messages from the reverse-path, or an address of From.
        case from
        /// Messages with this subject.
        case subject
    }

    let kind: Kind
    /// As it was given, without the number; nil for ``Kind/copies``.
    let pattern: String?
    private let text: TextPattern?
    /// Exactly so many; nil for one or more.
    let wanted: Int?

    init(copies: Int) { (kind, pattern, text, wanted) = (.copies, nil, nil, copies) }

    /// - Parameter given: `PATTERN`, or `PATTERN=N`.
    init(_ kind: Kind, _ given: String) throws(FanmailFailure) {
        self.kind = kind
        // What an address has behind its equals sign (VERP) is no number alone.
        let at = given.lastIndex(of: "=")
        let number = at.flatMap { Int(given[given.index(after: $0)...]) }
        let pattern = if let at, number != nil { String(given[..<at]) } else { given }
        guard !pattern.isEmpty, number ?? 0 >= 0 else {
            throw FanmailFailure(.usage, "--expect-\(kind.rawValue) takes PATTERN or PATTERN=N")
        }
        do throws(TextPattern.Failure) {
            text = try TextPattern(pattern, isPart: kind == .subject)
        } catch {
            throw FanmailFailure(.usage, "--expect-\(kind.rawValue) \(pattern.escapedForTerminal): \(error.reason)")
        }
        self.pattern = pattern
        wanted = number
    }

    /// How many of it a message is.
    func count(_ message: KeptMessage, _ header: @autoclosure () -> MessageHeader) -> Int {
        guard let text else { return 0 }
        switch kind {
        case .copies: return 0
        case .to: return message.forwardPaths.count { text.matches($0) }
        case .from:
            let isMeant = text.matches(message.reversePath) || header().from.contains { text.matches($0.address) }
            return isMeant ? 1 : 0
        case .subject: return text.matches(header().subject) ? 1 : 0
        }
    }

    /// Enough has come to look whether it is right.
    func isReached(_ found: Int) -> Bool { found >= wanted ?? 1 }

    func isMet(_ found: Int) -> Bool { wanted.map { $0 == found } ?? (found > 0) }

    /// What it is, for a person and for a report.
    var name: String {
        let shown = (pattern ?? "").escapedForTerminal
        let number = wanted.map { counted($0, kind == .copies || kind == .to ? "copy" : "message", plural) }
        switch kind {
        case .copies: return number ?? ""
        case .to: return "\(number ?? "a copy") to \(shown)"
        case .from: return "\(number ?? "a message") from \(shown)"
        case .subject: return "\(number ?? "a message") with the subject \(shown)"
        }
    }

    private var plural: String { kind == .copies || kind == .to ? "copies" : "messages" }

    /// Why it is not met.
    func failure(_ found: Int) -> String {
        guard let wanted else { return "expected \(name): none came" }
        let difference = found - wanted
        return "expected \(name): \(abs(difference)) \(difference < 0 ? "missing" : "too many")"
    }

    func json(_ found: Int) -> JSONValue {
        .object([
            ("kind", .string(kind.rawValue)), ("pattern", JSONValue(pattern)), ("wanted", JSONValue(wanted)),
            ("found", JSONValue(found)), ("met", .bool(isMet(found))),
        ])
    }
}
