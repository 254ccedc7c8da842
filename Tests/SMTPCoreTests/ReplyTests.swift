import FanmailBasics
import SMTPCore
import Testing

struct ReplyTests {
    @Test(arguments: [
        ("2.0.0", EnhancedStatusCode(2, 0, 0)), ("5.1.10", EnhancedStatusCode(5, 1, 10)),
        ("4.999.999", EnhancedStatusCode(4, 999, 999)),
    ])
    func enhancedStatusCodesAreRead(text: String, code: EnhancedStatusCode) {
        #expect(EnhancedStatusCode(text) == code)
        #expect(code.description == text)
    }

    @Test(arguments: [
        "", "5", "5.1", "5.1.", "5.1.1.1", "3.1.1", "1.0.0", "5.1000.1", "5.-1.1", "5.1.1 ", "a.b.c", "5..1",
    ])
    func whatIsNoEnhancedStatusCodeIsNot(text: String) {
        #expect(EnhancedStatusCode(text) == nil)
    }

    @Test(arguments: [
        (200 as UInt16, Reply.Severity.completed), (250, .completed), (251, .completed), (354, .intermediate),
        (421, .transient), (452, .transient), (550, .permanent), (599, .permanent),
    ])
    func theClassOfACodeDecides(code: UInt16, severity: Reply.Severity) {
        #expect(Reply(code: code, text: "").severity == severity)
    }

    @Test func aSummaryIsOneSafeLine() {
        let reply = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "no\u{1B}[2J\nsuch user\u{202E}")
        #expect(reply.summary == "550 5.1.1 no\\u{1b}[2J such user\\u{202e}")
    }

    @Test(arguments: [
        ("plain text", "plain text"), ("Ünïcödé 漢字", "Ünïcödé 漢字"), ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("bell\u{7}", "bell\\u{7}"), ("\u{9B}31m", "\\u{9b}31m"), ("\u{200E}x", "\\u{200e}x"),
    ])
    func controlCharactersAreEscaped(text: String, shown: String) {
        #expect(text.escapedForTerminal == shown)
    }

    @Test(
        "A text is cut where a word ends, so that half an address stays nowhere",
        arguments: [
            ("no such user", 12, "no such user"), ("no such user", 11, "no such"), ("no such user", 8, "no such"),
            ("no such user", 7, "no such"), ("no such user", 6, "no"), ("<ada@lists.example> is gone", 12, ""),
            ("unknown\n<ada@lists.example>", 20, "unknown"),
            ("gone: \u{E9}t\u{E9} \u{E9}t\u{E9}", 13, "gone: \u{E9}t\u{E9}"),
            ("\u{7528}\u{6237}<ada@lists.example>\u{4E0D}", 13, "\u{7528}\u{6237}"),
            ("\u{7528}\u{6237}", 5, "\u{7528}"),
        ])
    func cut(text: String, octets: Int, kept: String) {
        let reply = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: text).cut(to: octets)
        #expect(reply == Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: kept))
    }

    @Test func ofAWordWithoutEndAsMuchGoesAsAnAddressHas() {
        let text = Reply(code: 550, text: String(repeating: "x", count: 20_000)).cut(to: 512).text
        #expect(text == String(repeating: "x", count: 256))
    }
}
