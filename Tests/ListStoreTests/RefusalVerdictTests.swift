import Bounces
import SMTPCore
import Testing

@testable import ListStore

/// What a refusal at SMTP time may do to a subscription.
struct RefusalVerdictTests {
    private func endsIt(_ code: UInt16, _ status: String?, _ text: String = "") throws -> Bool {
        let parsed = try status.map { try #require(EnhancedStatusCode($0)) }
        let reply = Reply(code: code, status: parsed, text: text)
        let verdict = FailureVerdict(refusal: reply, relay: "mx.x.example", domain: "x.example")
        return BounceWeight(verdict, confidence: BounceAttribution.reply.confidence) == .certain
    }

    @Test(arguments: ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"], [550, 551, 553, 554, 500] as [UInt16])
    func aBadAddressIsHard(status: String, code: UInt16) throws {
        #expect(try endsIt(code, status))
    }

    @Test(arguments: [
        // Policy, and everything about the sender.
        (550 as UInt16, "5.7.0"), (550, "5.7.1"), (554, "5.7.26"), (553, "5.1.7"), (553, "5.1.8"), (550, "5.1.9"),
        // Other words about the address, of which none is final.
        (550, "5.1.0"), (550, "5.1.4"), (551, "5.1.5"), (550, "5.1.11"),
        // The mailbox, the system, the route, the protocol, the content.
        (550, "5.2.0"), (552, "5.2.2"), (552, "5.2.3"), (550, "5.2.4"), (552, "5.3.4"), (550, "5.4.1"), (550, "5.5.1"),
        (552, "5.5.3"), (554, "5.6.0"), (550, "5.0.0"), (550, "5.11.1"),
        // No enhanced status code.
        (550, nil), (551, nil), (552, nil), (553, nil), (554, nil), (500, nil), (503, nil),
        // For now.
        (450, "4.1.1"), (450, "4.2.1"), (451, "4.7.1"), (452, "4.5.3"), (421, nil), (450, nil),
        // Codes that contradict each other.
        (450, "5.1.1"), (550, "4.1.1"), (250, "5.1.1"), (354, "5.1.1"),
    ])
    func everythingElseIsSoft(code: UInt16, status: String?) throws {
        #expect(try !endsIt(code, status))
    }

    @Test(
        "Large receivers say in words what their codes do not",
        arguments: [
            (550 as UInt16, "5.5.0", "Requested action not taken: mailbox unavailable (S2017062302)."),
            (550, "5.4.1", "Recipient address rejected: Access denied. [x.prod.outlook.com]"),
            (554, nil, "delivery error: dd This user doesn't have a yahoo.com account (a@yahoo.com) [0]"),
            (554, "5.0.0", "delivery error: dd Requested mail action aborted"),
            (550, nil, "User unknown"), (550, nil, "<a@x.example>: No such user here"), (550, "5.0.0", "user\nunknown"),
            (550, nil, "5.1.1 no such user here"),
            (550, nil, "Requested action not taken: mailbox unavailable"), (552, "5.2.2", "user unknown"),
        ])
    func wordsThatCount(code: UInt16, status: String?, text: String) throws {
        #expect(try endsIt(code, status, text))
    }

    @Test(
        "The same words elsewhere, and others, say nothing of the address",
        arguments: [
            (
                550 as UInt16, "5.2.1",
                "The user you are trying to contact is receiving mail at a rate that\nprevents additional messages"
            ),
            (550, "5.7.1", "Sender address rejected: user unknown"), (550, nil, "Sender rejected: user unknown"),
            (550, "5.4.1", "No answer from host"), (550, "5.5.0", "Protocol error"), (450, nil, "user unknown"),
            (550, nil, "go away"), (554, nil, "dd"),
            (552, "5.2.2", "over quota"),
        ])
    func wordsThatDoNot(code: UInt16, status: String?, text: String) throws {
        #expect(try !endsIt(code, status, text))
    }

    @Test func noReplySaysNothing() {
        let verdict = FailureVerdict(refusal: nil, relay: nil, domain: nil)
        #expect(!verdict.isHard && BounceWeight(verdict, confidence: 100) != .certain)
    }
}
