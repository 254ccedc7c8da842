import Foundation
import Testing

/// TLS from the command line, against a real Postfix with certificates of our own.
@Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: Requirement.has("postfix", root: true)))
struct EncryptionTests {
    private let authority: TestAuthority

    init() throws { authority = try TestAuthority() }

    private func postfix(_ hosts: [String], days: ClosedRange<Double> = -1...1) throws -> Postfix {
        let identity = try authority.identity(hosts, days: days)
        return try Postfix(
            more: """
                smtpd_tls_security_level = may
                smtpd_tls_chain_files = DIRECTORY/etc/tls.pem
                """, files: ["etc/tls.pem": identity.keyPEM + "\n" + identity.certificatePEM])
    }

    @Test func aMailingGoesOverVerifiedTLSAndTheTranscriptShowsIt() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        try bench.write(authority.pem, to: "ca.pem")
        let postfix = try postfix(["localhost"])
        defer { postfix.stop() }
        let result = try bench.fanmail(
            "send", "letter.eml", "--relay", "smtp://localhost:\(postfix.port)", "--tls", "required", "--tls-ca",
            "ca.pem",
            "--transcript", "dialogue.txt", "--json")
        bench.expectSuccess(result)
        #expect(result.json["security"] as? String == "TLSv1.3, certificate verified")
        let sent = try bench.sqlite("SELECT CAST(message AS TEXT) FROM mailing")
        let ours = sent.replacingOccurrences(of: "\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
        for user in 0..<3 {
            let stored = try postfix.message(for: "user\(user)").trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(stored.hasSuffix(ours))
            #expect(stored.contains("with ESMTPS"))
        }
        let dialogue = try String(contentsOfFile: bench.path("dialogue.txt"), encoding: .utf8)
        for line in [
            "C: STARTTLS", "*: encrypted: TLSv1.3, certificate verified", "C: RCPT TO:<user0@example.org>", "S: 221",
        ] {
            #expect(dialogue.contains(line), "\(line)")
        }
        #expect(!dialogue.contains("Hello"))
        let mode = try FileManager.default.attributesOfItem(atPath: bench.path("dialogue.txt"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func whatIsNotTrustedIsNotUsedWhereTLSIsRequired() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        try bench.write(authority.pem, to: "ca.pem")
        let postfix = try postfix(["other.example"])
        defer { postfix.stop() }
        let relay = "smtp://localhost:\(postfix.port)"
        let refused = try bench.fanmail(
            "send", "letter.eml", "--relay", relay, "--tls", "required", "--tls-ca", "ca.pem")
        #expect(refused.status == 69)
        #expect(refused.errors.contains("certificate") && refused.errors.split(separator: "\n").count == 1)
        #expect(try bench.fanmail("mailing", "ls", "--json").output.filter { !$0.isWhitespace } == "[]")

        let shown = try bench.fanmail("ehlo", relay, "--tls", "required", "--tls-ca", "ca.pem")
        #expect(shown.status == 69)
        #expect(shown.output.contains("it is for other.example, not for localhost"))
        let report = try bench.fanmail("ehlo", relay, "--json")
        bench.expectSuccess(report)
        let certificate = try #require(report.json["certificate"] as? [String: Any])
        let pin = try #require(certificate["sha256"] as? String)
        bench.expectSuccess(
            try bench.fanmail("send", "letter.eml", "--relay", relay, "--tls", "required", "--tls-pin", pin))
        for user in 0..<3 { #expect(try postfix.message(for: "user\(user)").contains("Hello")) }
    }

    @Test func opportunisticIsTheDefaultAndSaysWhatItDid() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        let postfix = try postfix(["other.example"], days: -2...(-1))
        defer { postfix.stop() }
        let result = try bench.fanmail("send", "letter.eml", "--relay", "smtp://localhost:\(postfix.port)")
        bench.expectSuccess(result)
        #expect(result.output.contains("TLSv1.3, certificate not verified"))
    }

    @Test func ehloShowsWhatAServerOffers() throws {
        let bench = try Workbench()
        try bench.write(authority.pem, to: "ca.pem")
        let postfix = try postfix(["localhost"])
        defer { postfix.stop() }
        let shown = try bench.fanmail("ehlo", "smtp://localhost:\(postfix.port)", "--tls-ca", "ca.pem")
        bench.expectSuccess(shown)
        for text in [
            "before TLS", "after TLS", "STARTTLS", "PIPELINING", "the TLS handshake", "names    localhost",
            "octets a message",
        ] { #expect(shown.output.contains(text), "\(text)") }
        #expect(!shown.output.contains("refused"))
        let plain = try bench.fanmail("ehlo", "smtp://localhost:\(postfix.port)", "--tls", "none")
        bench.expectSuccess(plain)
        #expect(plain.output.contains("not encrypted"))
        let nobody = try bench.fanmail("ehlo", "smtp://127.0.0.1:1")
        #expect(nobody.status == 69)
        #expect(nobody.errors.contains("127.0.0.1:1"))
    }

    @Test(
        arguments: [
            (["--relay", "smtp://ada@127.0.0.1:1"], Int32(78), "FANMAIL_RELAY_PASSWORD"),
            (["--relay", "smtp://ada:secret@127.0.0.1:1"], 78, "a password does not belong into a URL"),
            (["--relay", "smtp://127.0.0.1:1", "--tls", "always"], 64, "none, opportunistic or required"),
            (["--relay", "smtp://127.0.0.1:1", "--tls-pin", "abc"], 64, "SHA-256"),
            (["--relay", "smtp://127.0.0.1:1", "--password-file", "x"], 78, "names no user"),
            (["--relay", "smtp://ada@127.0.0.1:1", "--password-file", "nofile"], 66, "nofile"),
            (["--relay", "smtp://ada@127.0.0.1:1", "--oauth-token-command", "false"], 78, "--oauth-token-command"),
            (["--relay", "smtp://127.0.0.1:1", "--timeout", "rcp=2m"], 64, "rcpt"),
            (["--relay", "smtp://127.0.0.1:1", "--tls-ca", "nofile"], 66, "nofile"),
            (["--relay", "smtp://127.0.0.1:1", "--source-address", "here"], 64, "IP address"),
        ] as [([String], Int32, String)])
    func whatCannotBeIsSaidInOneLine(flags: [String], status: Int32, says: String) throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let result = try bench.run(bench.process(["send", "letter.eml"] + flags))
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(says), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1 && !result.errors.contains("secret@"))
    }
}
