import Crypto
import Foundation
import Testing

/// Mail to the mail hosts of domains: by unbound and nsd, to sinks that stand for hosts, each with an address of its own.
@Suite(
    "Delivery without a relay", .serialized, .timeLimit(.minutes(10)),
    .enabled(if: UnpackedServer.isPossible && Requirement.has("python3")))
struct DirectDeliveryTests {
    private let bench: Workbench
    private let port: Int
    private let policyPort: Int
    private let zones: SignedZones
    /// By the last octet of their address.
    private let sinks: [Int: SinkProcess]

    /// 1: nobody listens; 2: without TLS; 3: a certificate for mx3 that is trusted; 4: one for another name; 5: one that
    /// nobody signed.
    init() throws {
        bench = try Workbench()
        try bench.subscribe(1)
        port = try LoopbackPort.free()
        policyPort = try LoopbackPort.free()
        let authority = try TestAuthority()
        let identities = [
            3: try authority.identity(["mx3.direct.example", "mx3.signed.example"]),
            4: try authority.identity(["other.example"]),
            5: try authority.identity(["mx5.direct.example"], signsItself: true),
        ]
        try bench.write(authority.pem, to: "ca.pem")
        var sinks: [Int: SinkProcess] = [:]
        for host in 2...5 {
            var options = ["--record", bench.path("copies\(host)")]
            if let identity = identities[host] {
                try bench.write(identity.certificatePEM + "\n" + authority.pem, to: "cert\(host).pem")
                try bench.write(identity.keyPEM, to: "key\(host).pem")
                options += ["--tls", "offer", "--tls-certificate", bench.path("cert\(host).pem")]
                options += ["--tls-key", bench.path("key\(host).pem")]
            }
            sinks[host] = try SinkProcess(bench, options, listen: "127.0.77.\(host):\(port)")
        }
        self.sinks = sinks
        func digest(_ host: Int) -> String {
            SHA256.hash(data: identities[host]?.der ?? []).map { String(format: "%02x", $0) }.joined()
        }
        let ca = try #require(
            Data(
                base64Encoded: authority.pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()))
        let authorityDigest = SHA256.hash(data: ca).map { String(format: "%02x", $0) }.joined()
        let hosts = (1...5).map { "mx\($0) IN A 127.0.77.\($0)" }.joined(separator: "\n")
        let plain = """
            \(hosts)
            order IN MX 20 mx3
            order IN MX 10 mx2
            down IN MX 10 mx1
            down IN MX 20 mx2
            alone IN MX 10 mx1
            null IN MX 0 .
            self IN MX 10 mx5
            own IN A 127.0.77.2
            sts IN MX 10 mx3
            _mta-sts.sts IN TXT "v=STSv1; id=1"
            mta-sts.sts IN A 127.0.0.1
            wrong IN MX 10 mx4
            _mta-sts.wrong IN TXT "v=STSv1; id=1"
            mta-sts.wrong IN A 127.0.0.1
            """
        let signed = """
            ee IN MX 10 mxee
            mxee IN A 127.0.77.5
            _\(port)._tcp.mxee IN TLSA 3 0 1 \(digest(5))
            bad IN MX 10 mxbad
            mxbad IN A 127.0.77.3
            _\(port)._tcp.mxbad IN TLSA 3 0 1 \(digest(5))
            ta IN MX 10 mx3
            mx3 IN A 127.0.77.3
            _\(port)._tcp.mx3 IN TLSA 2 0 1 \(authorityDigest)
            name IN MX 10 mx4
            mx4 IN A 127.0.77.4
            _\(port)._tcp.mx4 IN TLSA 2 0 1 \(authorityDigest)
            bare IN MX 10 mx2
            mx2 IN A 127.0.77.2
            _\(port)._tcp.mx2 IN TLSA 3 0 1 \(digest(5))
            """
        zones = try SignedZones(["direct.example": plain, "signed.example": signed], signed: ["signed.example"])
        let web = try authority.identity(["mta-sts.sts.direct.example", "mta-sts.wrong.direct.example"])
        try bench.write(web.certificatePEM, to: "web.pem")
        try bench.write(web.keyPEM, to: "webkey.pem")
        try bench.write(Self.policies, to: "policies.py")
        try bench.start(
            try Requirement.program("python3"),
            [bench.path("policies.py"), "\(policyPort)", bench.path("web.pem"), bench.path("webkey.pem")],
            port: policyPort)
    }

    private static let policies = """
        import http.server, ssl, sys
        body = b"version: STSv1\\nmode: enforce\\nmx: *.direct.example\\nmax_age: 600\\n"
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *rest): pass
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.serve_forever()
        """

    private var environment: [String: String] {
        [
            "FANMAIL_DNS": zones.server, "FANMAIL_DIRECT_PORT": "\(port)", "FANMAIL_TLS_CA": bench.path("ca.pem"),
            "FANMAIL_POLICY_PORT": "\(policyPort)", "FANMAIL_DIRECT": "true",
        ]
    }

    private func test(_ domain: String) throws -> Workbench.Result {
        try bench.run(
            bench.process(
                ["send", "letter.eml", "--test-to", "ken@\(domain)", "--timeout", "connect=5s"],
                environment: environment))
    }

    /// Which of the hosts got a copy for an address.
    private func hosts(of address: String) -> [Int] {
        sinks.keys.sorted().filter { host in
            (try? String(contentsOfFile: bench.path("copies\(host)"), encoding: .utf8))?.contains(address) == true
        }
    }

    @Test("the preferred host has the mail; where it is down, the next one; the domain itself where it names none")
    func order() throws {
        for (domain, host) in [("order", 2), ("down", 2), ("self", 5), ("own", 2)] {
            let result = bench.expectSuccess(try test("\(domain).direct.example"))
            #expect(result.output.contains("accepted"), "\(domain): \(result.output)\(result.errors)")
            #expect(hosts(of: "ken@\(domain).direct.example") == [host], "\(domain)")
        }
    }

    @Test(
        "where there is no way, it is said why",
        arguments: [
            ("null.direct.example", "it takes no mail, as its MX says"),
            ("gone.direct.example", "there is no such domain (NXDOMAIN)"),
            ("alone.direct.example", "mx1.direct.example"),
        ])
    func noWay(domain: String, words: String) throws {
        let result = try test(domain)
        #expect(result.status == 69 && result.output.contains(words), "\(result.output)\(result.errors)")
    }

    @Test("DANE: by the certificate itself, whoever signed it and whatever its name; by an authority and the name")
    func dane() throws {
        for (domain, host) in [("ee", 5), ("ta", 3)] {
            let result = bench.expectSuccess(try test("\(domain).signed.example"))
            #expect(result.output.contains("accepted"), "\(domain): \(result.output)\(result.errors)")
            #expect(hosts(of: "ken@\(domain).signed.example") == [host])
        }
    }

    @Test(
        "what DANE and MTA-STS demand and a host does not meet stops the mail, and is said",
        arguments: [
            ("bad.signed.example", "DANE demands", "matches none of the TLSA records"),
            ("name.signed.example", "DANE demands", "is for other.example"),
            ("bare.signed.example", "DANE demands", "does not offer STARTTLS"),
            ("wrong.direct.example", "MTA-STS demands", "is for other.example"),
        ])
    func unmet(domain: String, demand: String, words: String) throws {
        let result = try test(domain)
        #expect(result.status == 69, "\(result.output)\(result.errors)")
        #expect(result.output.contains(demand) && result.output.contains(words), "\(result.output)")
        #expect(hosts(of: "ken@\(domain)").isEmpty)
    }

    @Test("a mailing goes to the hosts of each domain; who has none, and what is not met, waits; TLS is counted")
    func mailing() throws {
        let domains = ["order.direct", "down.direct", "sts.direct", "ee.signed", "bad.signed", "null.direct"]
        let rows = domains.map { "ada@\($0).example\nken@\($0).example\n" }.joined()
        try bench.write("email\n" + rows, to: "more.csv")
        try bench.expectSuccess(
            bench.fanmail("subscriber", "sync", "more.csv", "--list", "announce", "--allow-leaving", "100%"))
        let sent = try bench.run(
            bench.process(["send", "letter.eml", "--yes", "--no-retry", "--json"], environment: environment))
        #expect(sent.count("accepted") == 8 && sent.count("refused") == 0, "\(sent.output)\(sent.errors)")
        #expect(sent.status == 75, "\(sent.errors)")
        for (domain, host) in [("order.direct", 2), ("down.direct", 2), ("sts.direct", 3), ("ee.signed", 5)] {
            for name in ["ada", "ken"] { #expect(hosts(of: "\(name)@\(domain).example") == [host], "\(domain)") }
        }
        let tls = sent.json["tls"] as? [[String: Any]] ?? []
        func sessions(_ policy: String, _ failure: String?) -> Int {
            tls.first { $0["policy"] as? String == policy && $0["failure"] as? String == failure }?["sessions"] as? Int
                ?? 0
        }
        #expect(sessions("tlsa", nil) >= 1 && sessions("sts", nil) >= 1, "\(tls)")
        #expect(sessions("tlsa", "validation-failure") >= 1, "\(tls)")
    }

    @Test("MTA-STS that a host meets") func sts() throws {
        let result = bench.expectSuccess(try test("sts.direct.example"))
        #expect(result.output.contains("accepted"), "\(result.output)\(result.errors)")
        #expect(hosts(of: "ken@sts.direct.example") == [3])
    }
}
