import FanmailBasics
import SMTPCore
import Testing

@testable import SMTPSink

@Suite("A fault file says what goes wrong, and its own mistakes are told")
struct FaultFileTests {
    @Test("Everything that can be written is read")
    func whole() throws {
        let plan = try FaultFile.parse(
            """
            seed = 7
            [limits]
            recipients = 3
            connections = 4
            messages = 5
            rate = 2.5
            [[fault]]
            recipient = "*@Slow.example"
            reply = "451 4.7.1 try later"
            probability = 0.5
            [[fault]]
            at = "message"
            every = 10
            delay = { uniform = ["10ms", "50ms"] }
            drip = "1ms"
            split = true
            garbage = 3
            cut = "after-reply"
            stall = "1s"
            [[fault]]
            domain = "grey.example"
            greylist = "5s"
            reply = "450 no code"
            """, file: "f.toml")
        #expect(plan.seed == 7 && plan.recipientLimit == 3 && plan.connectionLimit == 4)
        #expect(plan.messageLimit == 5 && plan.rateLimit == 2.5 && plan.faults.count == 3)
        let (first, second, third) = (plan.faults[0], plan.faults[1], plan.faults[2])
        #expect(first.stage == .rcpt && first.pattern == "*@Slow.example" && first.probability == 0.5)
        #expect(first.reply == Reply(code: 451, status: EnhancedStatusCode(4, 7, 1), text: "try later"))
        #expect(second.stage == .message && second.every == 10 && second.cut == .afterReply && second.isSplit)
        #expect(second.delay == .uniform(.milliseconds(10), .milliseconds(50)) && second.garbage == 3)
        #expect(second.drip == .milliseconds(1) && second.stall == .seconds(1))
        #expect(third.pattern == "*@grey.example" && third.greylist == .seconds(5) && third.reply?.status == nil)
    }

    @Test(
        "A mistake is told with what to write instead",
        arguments: [
            ("sed = 1", "did you mean `seed`?"), ("[limit]\nrate = 1", "did you mean `limits`?"),
            ("[[fault]]\nreplay = \"450 x\"", "did you mean `reply`?"),
            ("[[fault]]\nat = \"rctp\"\nsplit = true", "did you mean \"rcpt\"?"),
            ("[[fault]]\nreply = \"250 Ok\"", "a code from 400 to 599"),
            ("[[fault]]\nreply = \"450 5.1.1 x\"", "whose class is not that of 450"),
            ("[[fault]]\nat = \"rcpt\"", "[[fault]] number 1 does nothing"),
            ("[[fault]]\nat = \"mail\"\ndomain = \"x\"\nsplit = true", "recipients are told apart"),
            ("[[fault]]\ndelay = \"5\"", "has no unit"), ("[[fault]]\ndelay = \"2h\"", "longer than an hour"),
            ("[[fault]]\nprobability = 2\nsplit = true", "must be a number from 0"),
            ("[[fault]]\ncut = \"never\"", "choose one of before-taking"), ("fault = 3", "must be written [[fault]]"),
            ("[[fault]]\ngarbage = 100000", "must be an integer from 1 to 65536"), ("seed = \"\u{1}", "not valid TOML"),
            ("\n" + String(repeating: "a.", count: 200_000) + "a = 1", "f.toml:2: a key has more than 16 parts"),
            ("seed = " + String(repeating: "[", count: 100_000), "f.toml:1: arrays and tables are nested deeper"),
        ])
    func mistakes(text: String, part: String) throws {
        let failure = #expect(throws: InputFailure.self) { try FaultFile.parse(text, file: "f.toml") }
        #expect(failure?.description.contains(part) == true, "\(failure?.description ?? "")")
        #expect(failure?.description.hasPrefix("f.toml") == true)
    }

    @Test(
        "Patterns",
        arguments: [
            ("a@x", "a@x", true), ("A@X", "a@x", true), ("*@x", "a@x", true), ("*@x", "a@xy", false),
            ("a*b*@x", "a12b3@x", true), ("a*b*@x", "a12@x", false), ("*", "", true), ("", "", true), ("", "a", false),
            ("**a", "ba", true), ("*aab", "aaab", true),
        ])
    func patterns(pattern: String, path: String, isMatch: Bool) {
        #expect(Fault.matches(path.utf8, Array(pattern.utf8)) == isMatch)
    }
}
