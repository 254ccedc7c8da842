import MailCore
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
}
