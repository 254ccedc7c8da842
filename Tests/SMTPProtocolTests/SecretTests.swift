import Foundation
import SMTPCore
import Testing

@testable import SMTPProtocol

@Suite("A server that repeats what it was told brings no secret into what is shown or kept")
struct SecretTests {
    private static let login = Login(user: "ada", secret: .password("correct-horse"))
    private static let plain = Data("\0ada\0correct-horse".utf8).base64EncodedString()

    private func filter(_ secret: String) -> SecretFilter {
        var filter = SecretFilter()
        filter.add(secret)
        return filter
    }

    @Test(
        "Whole, in part, in base64 at any place",
        arguments: [
            ("no correct-horse here", "no … here"), ("correct-hor", "…"), ("a correct-horse", "a …"),
            ("correct", "correct"), ("nothing", "nothing"), ("", ""),
        ])
    func text(text: String, shown: String) {
        #expect(filter("correct-horse").redacted(text) == shown)
    }

    @Test("In base64, whatever stands before it", arguments: 0..<12)
    func base64(before: Int) {
        let text = Data((String(repeating: "x", count: before) + "correct-horse" + "yz").utf8).base64EncodedString()
        let shown = filter("correct-horse").redacted("AUTH \(text)")
        #expect(shown.contains("…") && !shown.contains(text.dropFirst(before / 3 * 4 + 4).prefix(8)))
    }

    @Test("A short one is hidden too, and one that is hardly one is not")
    func short() {
        #expect(filter("pencil").redacted("a pencil, cGVuY2ls") == "a …, …")
        #expect(filter("abc").redacted("abc") == "abc")
    }

    /// The failure of a login that is answered like this.
    private func failure(_ reply: String, mechanism: String = "PLAIN") throws -> SMTPFailure {
        var session = SMTPSession(
            dialect: .smtp, hostname: "c.example", peer: "mx", security: .implicit, login: Self.login, host: "mx",
            port: 465)
        for line in ["220 x", "250-x", "250 AUTH \(mechanism)"] + reply.split(separator: "|").map(String.init) {
            Array((line + "\r\n").utf8).withUnsafeBytes { session.received($0) }
            while session.nextOutput() != nil {}
        }
        return try #require(session.failure)
    }

    @Test(
        "A refusal, garbage and a challenge that repeat the command",
        arguments: [
            "535 what is AUTH PLAIN \(plain)?", "535-you said|535 \(plain.dropFirst(3))", "535 \(plain.suffix(12))",
            "AUTH PLAIN \(plain)", "535 wrong: ada correct-horse", "421 5.0.0 \(plain)",
        ])
    func echoes(reply: String) throws {
        let failure = try failure(reply)
        for text in [failure.message, failure.reply?.text ?? ""] {
            #expect(!text.contains("correct-horse") && !text.contains(Self.plain.suffix(12)), "\(text)")
        }
        #expect(failure.message.contains("…"))
    }

    @Test("A refusal of a recipient, long after")
    func later() throws {
        var session = SMTPSession(
            dialect: .smtp, hostname: "c.example", peer: "mx", security: .implicit, login: Self.login, host: "mx",
            port: 465)
        var batch = RecipientBatch()
        batch.append(id: 1, address: "a@x.example")
        func say(_ line: String) {
            Array((line + "\r\n").utf8).withUnsafeBytes { session.received($0) }
            while session.nextOutput() != nil {}
        }
        for line in ["220 x", "250-x", "250 AUTH PLAIN", "235 in"] { say(line) }
        session.submit(
            MailTransaction(reversePath: .null, recipients: batch, content: try EncodedContent("a: b\r\n\r\nc".utf8)),
            id: 1)
        while session.nextOutput() != nil {}
        say("550 log: AUTH PLAIN \(Self.plain)")
        var reply: Reply?
        while let action = session.nextAction() {
            if case .completed(_, let result) = action, case .refused(let refusal) = result.ending { reply = refusal }
        }
        #expect(reply?.text == "log: AUTH PLAIN …")
    }
}
