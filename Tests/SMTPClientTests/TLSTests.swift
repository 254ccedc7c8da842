import Crypto
import Foundation
import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol
import Synchronization
import Testing

@Suite("TLS, against a server of our own with certificates of our own", .timeLimit(.minutes(10)))
struct TLSTests {
    private let authority: TestAuthority
    private let trusted: TemporaryFile

    init() throws {
        authority = try TestAuthority()
        trusted = try TemporaryFile(authority.pem)
    }

    private static let loop = MultiThreadedEventLoopGroup.singleton.next()

    private func configuration(
        _ security: TransportSecurity?, trusting: Bool = true, login: Login? = nil, pins: [[UInt8]] = [],
        verifies: Bool = true
    ) -> SMTPConfiguration {
        var configuration = SMTPConfiguration(hostname: "client.example")
        configuration.tls.security = security
        configuration.tls.authorities = trusting ? trusted.path : nil
        configuration.tls.pins = pins
        configuration.tls.verifies = verifies
        configuration.login = login
        return configuration
    }

    /// `encrypted`, `verified`, or the failure's kind and message.
    private func connect(
        _ server: TLSServer, _ configuration: SMTPConfiguration, host: String = "localhost", scheme: String = "smtp"
    ) async throws -> String {
        let relay = try Relay("\(scheme)://\(host):\(server.port)")
        do {
            let connection = try await SMTPConnection.connect(to: relay, configuration: configuration, on: Self.loop)
            let result = await connection.send(try Letter.transaction(to: ["ada@example.org"]))
            await connection.quit()
            #expect(result.word == "answered 250")
            let security = connection.security
            return security.isEncrypted ? (security.isVerified ? "verified" : "encrypted") : "clear"
        } catch let error as SMTPFailure {
            return "\(error.kind): \(error.message)"
        }
    }

    @Test("STARTTLS and smtps, with names and addresses", arguments: [false, true], ["localhost", "127.0.0.1"])
    func required(isImplicit: Bool, host: String) async throws {
        let identity = try authority.identity(["localhost", "127.0.0.1"])
        let server = try await TLSServer.start(identity, .init(isImplicit: isImplicit))
        let word = try await connect(
            server, configuration(.required), host: host, scheme: isImplicit ? "smtps" : "smtp")
        #expect(word == "verified")
        // Nothing but EHLO and STARTTLS was said in the clear, and EHLO was said again.
        let clear = server.heard.filter { !$0.hasPrefix("TLS ") }
        #expect(clear == (isImplicit ? [] : ["EHLO client.example", "STARTTLS"]))
        #expect(server.heard.contains("TLS EHLO client.example") && server.heard.contains("TLS DATA"))
        await server.stop()
    }

    /// What a certificate may be, who trusts it, and what comes of it.
    private static let certificates: [(hosts: [String], days: ClosedRange<Double>, signsItself: Bool, trusting: Bool)] =
        [
            (["other.example"], -1...1, false, true), (["localhost"], -2...(-1), false, true),
            (["localhost"], 1...2, false, true), (["localhost"], -1...1, true, true),
            (["localhost"], -1...1, false, false), ([], -1...1, false, true), (["*.localhost"], -1...1, false, true),
        ]

    @Test("A certificate of another name, expired, not yet valid, self-signed, or of nobody we know", arguments: 0..<7)
    func refused(number: Int) async throws {
        let this = Self.certificates[number]
        let identity = try authority.identity(this.hosts, days: this.days, signsItself: this.signsItself)
        let server = try await TLSServer.start(identity)
        let word = try await connect(server, configuration(.required, trusting: this.trusting))
        #expect(word.hasPrefix("tls: localhost:\(server.port): TLS: the server's certificate"), "\(word)")
        #expect(!server.heard.contains { $0.contains("MAIL") })
        // Who does not verify is not told otherwise.
        let blind = configuration(.required, trusting: this.trusting, verifies: false)
        #expect(try await connect(server, blind) == "encrypted")
        #expect(try await connect(server, configuration(.opportunistic, trusting: this.trusting)) == "encrypted")
        await server.stop()
    }

    @Test(
        "A connection and an inspection agree on whom a certificate is for",
        arguments: [["127.0.0.1"], ["*"], ["*.localhost", "127.0.0.1"], ["localhost"], ["LOCALHOST", "x.example"]])
    func oneJudge(hosts: [String]) async throws {
        let server = try await TLSServer.start(try authority.identity(hosts))
        let word = try await connect(server, configuration(.required))
        let inspection = try await SMTPInspection.inspect(
            try Relay("smtp://localhost:\(server.port)"), configuration: configuration(.required), on: Self.loop)
        let isTheirs = hosts.contains { $0.lowercased() == "localhost" }
        #expect((word == "verified") == isTheirs, "\(word)")
        #expect(inspection.certificate?.refusals.isEmpty == isTheirs)
        await server.stop()
    }

    @Test("A pinned certificate is trusted whatever it says, and no other") func pins() async throws {
        let identity = try authority.identity(["other.example"], days: -2...(-1), signsItself: true)
        let server = try await TLSServer.start(identity)
        let digest = Array(SHA256.hash(data: identity.der))
        for security in [TransportSecurity.required, .opportunistic] {
            #expect(try await connect(server, configuration(security, trusting: false, pins: [digest])) == "verified")
        }
        let other = try authority.identity(["localhost"])
        let wrong = Array(SHA256.hash(data: other.der))
        let word = try await connect(server, configuration(.required, pins: [wrong]))
        #expect(word.hasPrefix("tls: "), "\(word)")
        let hex = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        #expect(TLSSettings.pin(hex.joined(separator: ":").uppercased()) == digest)
        #expect(TLSSettings.pin(hex.dropLast().joined()) == nil)
        #expect(TLSSettings.pin(String(repeating: "+1", count: 32)) == nil)
        await server.stop()
    }

    @Test("No TLS where it is required is a failure that says so, before any mail") func stripped() async throws {
        let server = try await TLSServer.start(try authority.identity(["localhost"]), .init(offersSTARTTLS: false))
        let word = try await connect(server, configuration(.required))
        #expect(word.contains("does not offer STARTTLS"), "\(word)")
        #expect(server.heard == ["EHLO client.example"])
        #expect(try await connect(server, configuration(.opportunistic)) == "clear")
        await server.stop()
    }

    @Test("Octets behind the reply to STARTTLS end the connection", arguments: ["250 injected\r\n", "2", "\u{16}"])
    func injected(text: String) async throws {
        let server = try await TLSServer.start(
            try authority.identity(["localhost"]), .init(replyToSTARTTLS: "220 go ahead\r\n" + text))
        let word = try await connect(server, configuration(.required))
        #expect(word.hasPrefix("tls: "), "\(word)")
        #expect(!server.heard.contains { $0.contains("MAIL") })
        await server.stop()
    }

    @Test("Where TLS is opportunistic and the handshake fails, it goes on without, and says so")
    func fallBack() async throws {
        let server = try await TLSServer.start(
            try authority.identity(["localhost"]), .init(insteadOfHandshake: "454 no TLS after all\r\n"))
        #expect(try await connect(server, configuration(.opportunistic)) == "clear")
        let word = try await connect(server, configuration(.required))
        #expect(word.hasPrefix("tls: "), "\(word)")
        await server.stop()
    }

    @Test("A login goes within TLS, and without TLS not at all") func login() async throws {
        let ada = Login(user: "ada", secret: .password("pencil"))
        let server = try await TLSServer.start(
            try authority.identity(["localhost"]), .init(offersInTLS: ["PIPELINING", "AUTH PLAIN"]))
        #expect(try await connect(server, configuration(nil, login: ada)) == "verified")
        #expect(server.heard.contains("TLS AUTH PLAIN AGFkYQBwZW5jaWw="))
        await server.stop()

        let plain = try await TLSServer.start(try authority.identity(["localhost"]), .init(offersSTARTTLS: false))
        for security in [nil, TransportSecurity.opportunistic, TransportSecurity.none] {
            let word = try await connect(plain, configuration(security, login: ada))
            #expect(word.hasPrefix("tls: ") || word.hasPrefix("authentication: "), "\(word)")
        }
        #expect(!plain.heard.contains { $0.contains("AUTH") })
        await plain.stop()
    }

    @Test("AUTH that was offered before TLS only is not offered") func authBeforeTLS() async throws {
        let server = try await TLSServer.start(try authority.identity(["localhost"]))
        let word = try await connect(
            server, configuration(nil, login: Login(user: "ada", secret: .password("pencil"))))
        #expect(word.contains("offers no AUTH"), "\(word)")
        #expect(!server.heard.contains { $0.contains("AUTH") })
        await server.stop()
    }

    @Test("A server that asks for a certificate gets ours") func clientCertificate() async throws {
        let server = try await TLSServer.start(
            try authority.identity(["localhost"]), .init(asksForCertificate: authority))
        let own = try authority.identity(["client.example"])
        let (certificate, key) = (try TemporaryFile(own.certificatePEM), try TemporaryFile(own.keyPEM))
        var withOwn = configuration(.required)
        withOwn.tls.certificate = certificate.path
        withOwn.tls.key = key.path
        #expect(try await connect(server, withOwn) == "verified")
        let both = try TemporaryFile(own.certificatePEM + "\n" + own.keyPEM)
        withOwn.tls.certificate = both.path
        withOwn.tls.key = nil
        #expect(try await connect(server, withOwn) == "verified")
        #expect(try await connect(server, configuration(.required)) != "verified")
        await server.stop()
    }

    @Test("Files that cannot be used are named", arguments: ["authorities", "certificate", "key"])
    func unusableFiles(which: String) async throws {
        let server = try await TLSServer.start(try authority.identity(["localhost"]))
        let rubbish = try TemporaryFile("nothing of the kind")
        let own = try TemporaryFile(try authority.identity(["client.example"]).certificatePEM)
        var settings = configuration(.required)
        switch which {
        case "authorities": settings.tls.authorities = rubbish.path
        case "certificate": settings.tls.certificate = rubbish.path
        default:
            settings.tls.certificate = own.path
            settings.tls.key = rubbish.path
        }
        let word = try await connect(server, settings)
        #expect(word.hasPrefix("tls: ") && word.contains(rubbish.path), "\(word)")
        await server.stop()
    }

    @Test("A port that speaks no TLS, and one that speaks nothing else") func wrongPort() async throws {
        let identity = try authority.identity(["localhost"])
        let clear = try await TLSServer.start(identity)
        let word = try await connect(clear, configuration(nil), scheme: "smtps")
        #expect(word.contains("does not speak TLS on this port"), "\(word)")
        await clear.stop()
    }

    @Test("A transcript has both sides and no secret") func transcript() async throws {
        let server = try await TLSServer.start(
            try authority.identity(["localhost"]), .init(offersInTLS: ["PIPELINING", "AUTH PLAIN"]))
        final class Notes: SMTPTranscript {
            let lines = Mutex<[String]>([])
            func note(_ speaker: TranscriptSpeaker, _ line: String, connection: Int, relay: Relay) {
                lines.withLock { $0.append("\(speaker.rawValue): \(line)") }
            }
        }
        let notes = Notes()
        var settings = configuration(nil, login: Login(user: "ada", secret: .password("pencil")))
        settings.transcript = notes
        #expect(try await connect(server, settings) == "verified")
        let lines = notes.lines.withLock { $0 }
        for line in [
            "*: connected", "S: 220 x ESMTP", "C: STARTTLS", "*: encrypted: TLSv1.3, certificate verified",
            "C: AUTH PLAIN …", "S: 235 2.7.0 in", "C: MAIL FROM:<>", "C: RCPT TO:<ada@example.org>", "C: DATA",
            "S: 354 go", "S: 250 2.0.0 taken", "C: QUIT",
        ] { #expect(lines.contains(line), "\(line) of \(lines)") }
        #expect(lines.contains { $0.hasSuffix("octets of message)") })
        #expect(!lines.contains { $0.contains("pencil") || $0.contains("AGFkYQBwZW5jaWw") || $0.contains("hello") })
        await server.stop()
    }

    @Test("An inspection shows the certificate, and each reason why it would be refused", arguments: 0..<7)
    func inspection(number: Int) async throws {
        let this = Self.certificates[number]
        let identity = try authority.identity(this.hosts, days: this.days, signsItself: this.signsItself)
        let server = try await TLSServer.start(identity)
        let relay = try Relay("smtp://localhost:\(server.port)")
        let inspection = try await SMTPInspection.inspect(
            relay, configuration: configuration(.required, trusting: this.trusting), on: Self.loop)
        let certificate = try #require(inspection.certificate)
        #expect(certificate.names == this.hosts)
        #expect(TLSSettings.pin(certificate.sha256) == Array(SHA256.hash(data: identity.der)))
        let wanted = [
            "not for localhost", "expired on", "not valid before", "signed by itself",
            "its issuer, CN=Authority of a test, is not trusted",
            "it is for no name", "it is for *.localhost",
        ][number]
        #expect(certificate.refusals.count == 1 && certificate.refusals[0].contains(wanted), "\(certificate.refusals)")
        #expect(inspection.clearCapabilities.startTLS && !inspection.capabilities.startTLS)
        #expect(
            inspection.steps.map(\.name) == ["connect", "greeting", "EHLO", "STARTTLS", "the TLS handshake", "EHLO"])
        await server.stop()
    }

    @Test("A good certificate has no reason to be refused", arguments: ["localhost", "127.0.0.1"])
    func goodInspection(host: String) async throws {
        let server = try await TLSServer.start(try authority.identity(["localhost", "127.0.0.1"]))
        let inspection = try await SMTPInspection.inspect(
            try Relay("smtp://\(host):\(server.port)"), configuration: configuration(.required), on: Self.loop)
        #expect(inspection.certificate?.refusals == [])
        #expect(inspection.certificate?.names == ["localhost", "127.0.0.1"])
        await server.stop()
    }
}
