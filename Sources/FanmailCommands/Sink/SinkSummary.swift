import FanmailBasics
import SMTPSink

/// What a sink counted, for people and for programs.
struct SinkSummary {
    let counts: SinkCounts
    /// How many copies were expected.
    let expected: Int?

    var isAsExpected: Bool { expected.map { $0 == counts.copies } ?? true }

    var json: JSONValue {
        let violations = counts.violations
        return .object(
            [
                ("connections", JSONValue(counts.connections)), ("encrypted", JSONValue(counts.encrypted)),
                ("authenticated", JSONValue(counts.authenticated)), ("messages", JSONValue(counts.messages)),
                ("copies", JSONValue(counts.copies)), ("refused", JSONValue(counts.refused)),
                ("deferred", JSONValue(counts.deferred)), ("bytes", JSONValue(counts.bytes)),
                ("answers", JSONValue(counts.answers)),
                (
                    "violations",
                    .object([
                        ("bareLineFeed", JSONValue(violations.bareLineFeed)),
                        ("bareCarriageReturn", JSONValue(violations.bareCarriageReturn)),
                        ("longLine", JSONValue(violations.longLine)),
                        ("undeclared8Bit", JSONValue(violations.undeclared8Bit)),
                        ("address", JSONValue(violations.address)),
                    ])
                ),
            ] + (expected.map { [("expected", JSONValue($0))] } ?? []))
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
        if let expected, !isAsExpected {
            let difference = counts.copies - expected
            lines.append(
                "expected \(Self.copies(expected)): \(abs(difference)) \(difference < 0 ? "missing" : "too many")")
        }
        return lines
    }

    private static func copies(_ count: Int) -> String { count == 1 ? "1 copy" : "\(count) copies" }
}
