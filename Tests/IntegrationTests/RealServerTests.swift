import Foundation
import Testing

/// Real servers from Debian, started and stopped here, on loopback only.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RealServerTests {
    @Test func postfixStoresTheVeryBytesThatWereSent() throws {
        guard Requirement.has("postfix", "postconf", root: true) else { return }
        let bench = try Workbench()
        try bench.subscribe(0)
        for address in ["ada@example.org", "grace@example.org", "bad@example.org", "later@example.org"] {
            bench.expectSuccess(try bench.fanmail("subscriber", "add", address, "--list", "announce"))
        }
        let postfix = try Postfix(refused: ["bad@example.org"], deferred: ["later@example.org"])
        defer { postfix.stop() }
        let result = try bench.fanmail(
            "send", "letter.eml", "--relay", "smtp://127.0.0.1:\(postfix.port)", "--json", "--no-retry")
        #expect(result.status == 75, "\(result.errors)")
        #expect(result.count("accepted") == 2)
        #expect(result.count("refused") == 1)
        #expect(result.count("deferred") == 1)
        #expect(try bench.outcomes()["bad@example.org"] == "refused")
        let sent = try bench.sqlite("SELECT CAST(message AS TEXT) FROM mailing")
        for user in ["ada", "grace"] {
            let stored = try postfix.message(for: user)
            // Postfix adds its own fields on top; below them everything is ours, with LF ends.
            let ours = sent.replacingOccurrences(of: "\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(stored.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix(ours))
            #expect(stored.contains("Return-Path: <announce-bounces@lists.example>"))
            #expect(!stored.contains("RCPT"))
        }
    }

    /// Postfix's smtp-sink and its faults.
    private static let faults: [(flags: String, status: Int32)] = [
        ("-f rcpt", 69), ("-f mail", 75), ("-f .", 75), ("-r rcpt", 75), ("-r mail", 75), ("-r data", 75), ("-r .", 75),
        ("-Q rcpt", 75), ("-q rcpt", 75), ("-W data:1", 0), ("-8", 0), ("-p", 0), ("-e", 0), ("", 0),
    ]

    @Test(arguments: faults) func smtpSinkAndItsFaults(fault: (flags: String, status: Int32)) throws {
        let flags = fault.flags.split(separator: " ").map(String.init)
        let status = fault.status
        guard Requirement.has("smtp-sink") else { return }
        let bench = try Workbench()
        try bench.subscribe(30)
        let port = try LoopbackPort.free()
        let user = getuid() == 0 ? ["-u", "postfix"] : []
        try bench.start(Requirement.program("smtp-sink"), user + flags + ["127.0.0.1:\(port)", "100"], port: port)
        let result = try bench.fanmail(
            "send", "letter.eml", "--relay", "smtp://127.0.0.1:\(port)", "--max-rcpt", "10", "--connections", "2",
            "--no-retry", "--json", environment: ["FANMAIL_GUARD_WINDOW": "0", "FANMAIL_GUARD_DOMAIN": "0"])
        let isUnreachable = flags.first == "-Q" || flags.first == "-q"
        #expect(result.status == status || (isUnreachable && [69, 75].contains(result.status)), "\(result.errors)")
        let sum = ["accepted", "refused", "deferred", "unknown", "skipped", "pending"].map { result.count($0) }
            .reduce(0, +)
        #expect(sum == 30)
        if status == 0 { #expect(result.count("accepted") == 30) }
        if status == 69 { #expect(result.count("refused") == 30) }
        // What is said of the message is held against nobody.
        if ["mail", "."].contains(flags.last) { #expect(result.count("pending") == 30) }
    }
}
