import FanmailDNS
import Foundation
import MailRouting
import NIOPosix
import Synchronization
import TestSupport
import Testing

/// Policies of MTA-STS, fetched from Python's web server over TLS.
@Suite("A server of MTA-STS policies", .timeLimit(.minutes(5)), .enabled(if: Requirement.has("python3")))
struct PolicyServerTests {
    private static let policy = "version: STSv1\r\nmode: enforce\r\nmx: *.good.example\r\nmax_age: 600\r\n"

    private static let program = """
        import http.server, ssl, sys
        policy = sys.argv[4].encode()
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *rest): pass
            def do_GET(self):
                kind = self.headers["Host"].split(".")[1]
                body, status, type = policy, 200, "text/plain; charset=utf-8"
                if self.path != "/.well-known/mta-sts.txt": status = 404
                if kind == "moved": status = 302
                if kind == "gone": status = 404
                if kind == "web": type = "text/html"
                if kind == "long": body = policy + b"x" * 70000
                if kind == "nonsense": body = b"<html>"
                if kind == "cut":
                    self.send_response(200)
                    self.send_header("Content-Type", type)
                    self.send_header("Content-Length", str(len(body) + 10))
                    self.end_headers()
                    self.wfile.write(body)
                    self.close_connection = True
                    return
                self.send_response(status)
                if kind == "moved": self.send_header("Location", "https://mta-sts.good.example/.well-known/mta-sts.txt")
                self.send_header("Content-Type", type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if kind == "slow":
                    import time
                    time.sleep(60)
                self.wfile.write(body)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.serve_forever()
        """

    private static let kinds = ["good", "moved", "gone", "web", "long", "nonsense", "cut", "slow"]

    /// A web server, a name server that leads to it, and the authority that is trusted.
    private struct Place {
        let bench: Workbench
        let names: ScriptedNameServer
        let resolver: StubResolver
        let port: Int

        func source(authorities: String = "ca.pem", timeout: Duration = .seconds(60)) -> HTTPSPolicySource {
            HTTPSPolicySource(
                resolver, on: MultiThreadedEventLoopGroup.singleton, authorities: bench.path(authorities), port: port,
                timeout: timeout)
        }

        func fault(_ domain: String, _ source: HTTPSPolicySource) async -> String {
            do {
                return "got: \(try await source.policy(of: domain))"
            } catch {
                return error.what
            }
        }
    }

    private func place(id: @escaping @Sendable () -> String = { "1" }) throws -> Place {
        let bench = try Workbench()
        let authority = try TestAuthority()
        let identity = try authority.identity(Self.kinds.map { "mta-sts.\($0).example" })
        try bench.write(authority.pem, to: "ca.pem")
        try bench.write(try TestAuthority().pem, to: "other.pem")
        try bench.write(identity.certificatePEM, to: "cert.pem")
        try bench.write(identity.keyPEM, to: "key.pem")
        try bench.write(Self.program, to: "server.py")
        let port = try LoopbackPort.free()
        try bench.start(
            try Requirement.program("python3"),
            [bench.path("server.py"), "\(port)", bench.path("cert.pem"), bench.path("key.pem"), Self.policy], port: port
        )
        let names = try ScriptedNameServer { query in
            if query.name.hasPrefix("_mta-sts."), query.type == 16 {
                let text = Array("v=STSv1; id=\(id());".utf8)
                return [query.reply(answers: [ScriptedNameServer.record(16, [UInt8(text.count)] + text, ttl: 0)])]
            }
            guard query.type == 1, query.name.hasPrefix("mta-sts.") else {
                return [query.reply(authority: [ScriptedNameServer.nothing(for: 60)])]
            }
            return [query.reply(answers: [ScriptedNameServer.record(1, [127, 0, 0, 1])])]
        }
        let server = try #require(NameServerAddress("127.0.0.1:\(names.port)"))
        return Place(
            bench: bench, names: names, resolver: StubResolver([server], on: MultiThreadedEventLoopGroup.singleton),
            port: port)
    }

    @Test("is believed where its certificate is for it, and all is as RFC 8461 wants it") func fetching() async throws {
        let place = try place()
        defer { place.names.stop() }
        let source = place.source()
        #expect(try await source.policy(of: "good.example") == Self.policy)
        for (domain, word) in [
            ("moved", "302"), ("gone", "404"), ("web", "text/plain"), ("long", "64 KB"), ("cut", "too early"),
        ] {
            let fault = await place.fault("\(domain).example", source)
            #expect(fault.contains(word), "\(domain): \(fault)")
        }
        let slow = await place.fault("slow.example", place.source(timeout: .seconds(2)))
        #expect(slow.contains("too long"), "\(slow)")
        let unnamed = await place.fault("elsewhere.example", source)
        #expect(unnamed.contains("not for mta-sts.elsewhere.example"), "\(unnamed)")
        let untrusted = await place.fault("good.example", place.source(authorities: "other.pem"))
        #expect(untrusted.contains("cannot be verified"), "\(untrusted)")
    }

    private final class Moved: Sendable {
        let id = Atomic(1)
        let seconds = Atomic(0)
    }

    @Test("is asked when the record changes; an earlier policy outlives a fault, until its time is up") func keeping()
        async throws
    {
        let moved = Moved()
        let place = try place { "\(moved.id.load(ordering: .relaxed))" }
        defer { place.names.stop() }
        let start = ContinuousClock.now
        let source = CountedSource(place.source())
        let policies = STSPolicies(place.resolver, source) {
            start + .seconds(moved.seconds.load(ordering: .relaxed))
        }
        func id(_ domain: String = "good.example") async -> String? {
            if case .policy(_, let id) = await policies.finding(of: domain) { id } else { nil }
        }
        #expect(await id() == "1")
        #expect(await id() == "1")
        #expect(source.count.load(ordering: .relaxed) == 1)
        moved.id.store(2, ordering: .relaxed)
        #expect(await id() == "2")
        #expect(source.count.load(ordering: .relaxed) == 2)
        source.fails.store(true, ordering: .relaxed)
        moved.id.store(3, ordering: .relaxed)
        #expect(await id() == "2")
        #expect(await id() == "2")
        // A fault is not asked after again at once.
        #expect(source.count.load(ordering: .relaxed) == 3)
        moved.seconds.store(600, ordering: .relaxed)
        #expect(await policies.finding(of: "good.example") == .unusable("broken"))
        source.fails.store(false, ordering: .relaxed)
        moved.seconds.store(1000, ordering: .relaxed)
        #expect(await id() == "3")
        guard case .unusable(let why) = await policies.finding(of: "nonsense.example") else {
            Issue.record("that is no policy")
            return
        }
        #expect(why.contains("STSv1"))
    }

    private final class CountedSource: STSPolicySource {
        let count = Atomic(0)
        let fails = Atomic(false)
        private let source: HTTPSPolicySource

        init(_ source: HTTPSPolicySource) { self.source = source }

        func policy(of domain: String) async throws(STSPolicy.Fault) -> String {
            count.add(1, ordering: .relaxed)
            guard !fails.load(ordering: .relaxed) else { throw STSPolicy.Fault(what: "broken") }
            return try await source.policy(of: domain)
        }
    }
}
