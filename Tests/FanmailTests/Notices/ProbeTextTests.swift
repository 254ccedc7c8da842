import Bounces
import FanmailBasics
import FanmailDelivery
import MailingLists
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import Fanmail
@testable import ListStore

@Suite("The letter that asks whether an address is there", .timeLimit(.minutes(10)))
struct ProbeTextTests {
    private let folder: StoreFolder
    private let ken: Mailbox

    init() throws {
        folder = try StoreFolder()
        ken = try Mailbox(parsing: "ken@a.example")
    }

    @Test("In each language all is said, with the way out", arguments: ProbeWords.all.keys.sorted())
    func languages(language: String) throws {
        var definition = try folder.list.definition
        definition.language = language
        try folder.store.apply(definition)
        let text = ProbeText(mailbox: ken, list: try folder.list, token: "abc")
        #expect(text.text.contains("ken@a.example") && text.text.contains("announce"), "\(text.text)")
        #expect(text.text.contains("abc") && text.text.firstMatch(of: /\{[a-z]+\}/) == nil, "\(text.text)")
        #expect(text.text.split(separator: "\n\n").count == 3)
        #expect(ProbeText(mailbox: ken, list: try folder.list, token: nil).text.split(separator: "\n\n").count == 2)
        let message = String(decoding: try text.message(), as: UTF8.self)
        #expect(message.contains("Auto-Submitted: auto-generated\r\n") && message.contains("To: ken@a.example\r\n"))
    }

    @Test func aLanguageThatNobodyWroteIsEnglish() {
        #expect(ProbeWords.of("de-AT").leave != ProbeWords.of(nil).leave)
        #expect(ProbeWords.of("tlh").leave == ProbeWords.of("en").leave)
        #expect(Set(ProbeWords.all.values.map(\.cameBack)).count == 7)
    }

    /// A subscriber who bounced for good on a list that probes.
    private func open() throws {
        var definition = try folder.list.definition
        (definition.bounce.hard, definition.bounce.probe) = (.atOnce, true)
        try folder.store.apply(definition)
        let list = try folder.list
        _ = try folder.store.askToConfirm(ken, name: nil, list: list, source: "test", by: nil)
        let token = try folder.store.token(.confirm, for: ken, list: list, lasting: .seconds(3600))
        _ = try folder.store.redeem(token, source: "test")
        let id = try #require(try folder.store.person(ken)?.id)
        let note = BounceNote(
            mailing: nil, list: list.id, subscriber: id, recipient: ken.address, code: 550,
            verdict: .init(failureClass: .addressUnknown, isHard: true, status: nil, rule: "test"),
            attribution: .verp)
        #expect(try folder.store.log(note)?.effect == BounceRecord.Effect.none)
    }

    @Test("It goes with a reverse-path of its own, once")
    func sent() async throws {
        try open()
        #expect(try folder.writer.writeProbes() == 1 && folder.writer.writeProbes() == 0)
        let transport = RecordingTransport()
        let round = try await folder.post(transport: transport).sendDue()
        #expect(round.sent.map(\.outcome) == [.accepted] && round.sent.first?.notice.kind == .probe)
        let sent = try #require(transport.sent.first)
        #expect(sent.recipients == ["ken@a.example"] && TokenAddress.bounceTokens(in: sent.reversePath).count == 1)
        #expect(sent.text.contains("Subject: announce: does our mail reach you?\r\n"), "\(sent.text)")
        #expect(try folder.writer.writeProbes() == 0 && folder.counts == [.active: 1])
    }

    @Test(
        "Refused when it is sent",
        arguments: [
            (550, "no such user", .bounced), (554, "blocked by policy", .active), (450, "later", .active),
        ] as [(UInt16, String, SubscriptionState)])
    func refused(code: UInt16, text: String, state: SubscriptionState) async throws {
        try open()
        try folder.writer.writeProbes()
        let transport = RecordingTransport { _ in
            var result = TransactionResult.accepted("kept")
            result.exceptions.append(.init(index: 0, reply: Reply(code: code, status: nil, text: text)))
            return result
        }
        _ = try await folder.post(transport: transport).sendDue()
        #expect(try folder.counts[state] == 1)
        #expect(try folder.store.waitingNotices() == (code == 450 ? 1 : 0))
    }
}
