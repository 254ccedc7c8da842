import Foundation
import Testing

/// Mail to mail hosts as a table of shaping has it: by unbound and nsd, to sinks that stand for hosts.
@Suite(
    "Delivery as shaping.toml has it", .serialized, .timeLimit(.minutes(10)),
    .enabled(if: UnpackedServer.isPossible))
struct ShapedDeliveryTests {
    private let bench: Workbench
    private let port: Int
    private let zones: SignedZones
    private let sink: SinkProcess

    init() throws {
        bench = try Workbench()
        port = try LoopbackPort.free()
        sink = try SinkProcess(bench, ["--record", bench.path("copies.jsonl")], listen: "127.0.78.2:\(port)")
        zones = try SignedZones(
            ["shaped.example": "few IN MX 10 mx\nclear IN MX 10 mx\nmx IN A 127.0.78.2"], signed: [])
        try bench.write("", to: "fanmail.toml")
    }

    private func send(to domain: String, shaping: String) throws -> Workbench.Result {
        try bench.subscribe(8, domain: "\(domain).shaped.example")
        try bench.write(shaping, to: "shaping.toml")
        let environment = [
            "FANMAIL_DNS": zones.server, "FANMAIL_DIRECT_PORT": "\(port)", "FANMAIL_DIRECT": "true",
        ]
        return try bench.run(
            bench.process(
                ["send", "letter.eml", "--yes", "--no-retry", "--max-rcpt", "1", "--json"], environment: environment))
    }

    /// The number of the connection of each copy.
    private func connections() throws -> [Int] {
        let text = (try? String(contentsOfFile: bench.path("copies.jsonl"), encoding: .utf8)) ?? ""
        return try text.split(separator: "\n").map { line in
            let copy = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(copy?["connection"] as? Int)
        }
    }

    @Test("a host gets as many connections, and each as many messages, as the file says") func limits() throws {
        let sent = bench.expectSuccess(
            try send(
                to: "few",
                shaping: "[[limits]]\nmx = \"shaped.example\"\nconnections = 1\nmessages = 2\nmessage-rate = \"none\""))
        #expect(sent.count("accepted") == 8, "\(sent.output)\(sent.errors)")
        let connections = try connections()
        #expect(connections.count == 8)
        // One behind the other: none comes again once another has come.
        let order = connections.reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
        #expect(Set(order).count == order.count && order.count >= 4, "\(connections)")
        #expect(order.allSatisfy { number in connections.count { $0 == number } <= 2 }, "\(connections)")
    }

    @Test("nothing goes to a host without TLS where the file demands it") func tls() throws {
        let sent = try send(to: "clear", shaping: "[[limits]]\ndomain = \"clear.shaped.example\"\ntls = \"required\"")
        #expect(sent.status != 0 && sent.count("accepted") == 0, "\(sent.output)\(sent.errors)")
        #expect(
            (sent.output + sent.errors).contains("the table of shaping demands TLS"), "\(sent.output)\(sent.errors)")
        #expect(try connections().isEmpty)
    }
}
