import FanmailBasics
import SMTPSink

/// What a sink counted, for people and for programs.
struct SinkSummary {
    let counts: SinkCounts
    /// What was expected, and how much of it came.
    let results: [(expectation: SinkExpectation, found: Int)]

    var isAsExpected: Bool { results.allSatisfy { $0.expectation.isMet($0.found) } }

    var json: JSONValue {
        guard case .object(var members) = counts.json else { return counts.json }
        for (expectation, _) in results where expectation.kind == .copies {
            members.append(("expected", JSONValue(expectation.wanted)))
        }
        let others = results.filter { $0.expectation.kind != .copies }
        if !others.isEmpty {
            members.append(("expectations", .array(others.map { $0.expectation.json($0.found) })))
        }
        return .object(members)
    }

    var lines: [String] {
        var lines = [
            "\(counted(counts.messages, "message")), \(Self.copies(counts.copies)) on \(counted(counts.connections, "connection")); "
                + "\(counted(counts.refused, "recipient")) refused, \(counts.deferred) deferred"
        ]
        if counts.encrypted + counts.authenticated > 0 {
            lines.append(
                "\(counted(counts.encrypted, "connection")) with TLS, \(counted(counts.authenticated, "login"))")
        }
        if counts.answers > 0 {
            lines.append("\(counted(counts.answers, "DSN or complaint", "DSNs and complaints")) written")
        }
        let violations = counts.violations
        let found = [
            (violations.bareLineFeed, "with a bare LF"), (violations.bareCarriageReturn, "with a bare CR"),
            (violations.longLine, "with a line over 998 octets"),
            (violations.undeclared8Bit, "with octets over 127 and no BODY=8BITMIME"),
        ]
        .filter { $0.0 > 0 }.map { "\(counted($0.0, "message")) \($0.1)" }
        let addresses = violations.address > 0 ? [counted(violations.address, "malformed path")] : []
        if violations.total > 0 {
            lines.append("a strict server would refuse: \((found + addresses).joined(separator: ", "))")
        }
        for (expectation, found) in results where !expectation.isMet(found) {
            lines.append(expectation.failure(found))
        }
        return lines
    }

    private static func copies(_ count: Int) -> String { count == 1 ? "1 copy" : "\(count) copies" }
}
