import Foundation
import Testing

/// Mailings over several relays, by routes of fanmail.toml, to sinks.
@Suite("A mailing over several relays", .timeLimit(.minutes(10)))
struct RoutedMailingTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.subscribe(200)
    }

    private func sink(_ name: String) throws -> SinkProcess {
        try SinkProcess(bench, "--record", bench.path("\(name).jsonl"))
    }

    private func copies(_ name: String) throws -> [Substring] {
        let text = (try? String(contentsOfFile: bench.path("\(name).jsonl"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n")
    }

    private func settings(_ a: Int, _ b: Int, rules: String) throws {
        try bench.write(
            """
            [delivery]
            max-rcpt = 4
            connections = 4
            [relay.a]
            url = "smtp://127.0.0.1:\(a)"
            weight = 3
            [relay.b]
            url = "smtp://127.0.0.1:\(b)"
            \(rules)
            """, to: "fanmail.toml")
    }

    @Test("relays of a route share the mail by their weights") func shares() throws {
        let (a, b) = (try sink("a"), try sink("b"))
        try settings(a.smtpPort, b.smtpPort, rules: "[[route]]\nto = [\"a\", \"b\"]")
        let sent = bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--yes", "--json"))
        #expect(sent.count("accepted") == 200 && sent.count("deferred") == 0, "\(sent.output)")
        _ = (a.interrupt(), b.interrupt())
        let (first, second) = (try copies("a").count, try copies("b").count)
        #expect(first + second == 200)
        #expect((120...180).contains(first), "\(first) and \(second)")
    }

    @Test("where one is down, the others take its share; nobody waits for it") func down() throws {
        let a = try sink("a")
        // Nobody listens on port 1.
        try settings(a.smtpPort, 1, rules: "[[route]]\nto = [\"a\", \"b\"]")
        let sent = bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--yes", "--json"))
        #expect(sent.count("accepted") == 200, "\(sent.output)\(sent.errors)")
        _ = a.interrupt()
        #expect(try copies("a").count == 200)
    }

    @Test("a domain goes its own way, all else another; --relay decides for all") func domains() throws {
        try bench.write("email\nken@other.example\nmei@sub.other.example\n", to: "others.csv")
        try bench.expectSuccess(bench.fanmail("subscriber", "import", "others.csv", "--list", "announce"))
        let (a, b) = (try sink("a"), try sink("b"))
        let rules = "[[route]]\ndomain = [\"other.example\", \".other.example\"]\nto = \"b\"\n[[route]]\nto = \"a\""
        try settings(a.smtpPort, b.smtpPort, rules: rules)
        let sent = bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--yes", "--json"))
        #expect(sent.count("accepted") == 202, "\(sent.output)\(sent.errors)")
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--test-to", "x@other.example"))
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--test-to", "y@other.example", "--relay", "a"))
        _ = (a.interrupt(), b.interrupt())
        let (first, second) = (try copies("a"), try copies("b"))
        #expect(first.count == 201 && second.count == 3, "\(first.count) and \(second.count)")
        #expect(first.contains { $0.contains("y@other.example") } && second.contains { $0.contains("x@other.example") })
    }

    @Test("what another process sends later goes by the routes, too, where they are all there is") func later() throws {
        let a = try sink("a")
        try settings(a.smtpPort, 1, rules: "[[route]]\nto = \"a\"\nlist = \"announce\"")
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--queue"))
        bench.expectSuccess(try bench.fanmail("run", "--once"))
        _ = a.interrupt()
        #expect(try copies("a").count == 200)
    }

    @Test("without a relay for what no route takes nothing is sent") func gaps() throws {
        try settings(1, 2, rules: "[[route]]\ndomain = \"other.example\"\nto = \"b\"")
        let sent = try bench.fanmail("send", "letter.eml", "--yes")
        #expect(sent.status == 78 && sent.errors.contains("no relay"), "\(sent.errors)")
    }
}
