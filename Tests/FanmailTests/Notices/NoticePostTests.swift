import FanmailBasics
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import Fanmail

@Suite("Notices are written down, then sent", .timeLimit(.minutes(10)))
struct NoticePostTests {
    private let folder: StoreFolder
    private let ken: Mailbox

    init() throws {
        folder = try StoreFolder()
        ken = try Mailbox(parsing: "ken@a.example")
    }

    private func refusing(_ code: UInt16) -> RecordingTransport {
        RecordingTransport { transaction in
            var result = TransactionResult.accepted("kept")
            result.exceptions.append(.init(index: 0, reply: Reply(code: code, status: nil, text: "no")))
            return result
        }
    }

    private func ask() throws -> String {
        let list = try folder.list
        _ = try folder.store.askToConfirm(ken, name: nil, list: list, source: "test", by: nil)
        return try folder.store.token(.confirm, for: ken, list: list, lasting: .seconds(3600))
    }

    @Test func aRequestIsSentAtOnceAndForgotten() async throws {
        let (token, transport) = (try ask(), RecordingTransport())
        let posted = try await folder.post(transport: transport).post(.confirm, to: ken, folder.list, token: token)
        #expect(posted?.sent?.outcome == .accepted && posted?.givenUp == [])
        let sent = try #require(transport.sent.first)
        #expect(sent.recipients == ["ken@a.example"] && sent.reversePath == "")
        #expect(sent.text.contains("Subject: Please confirm: News\r\n"), "\(sent.text)")
        #expect(sent.text.contains("Auto-Submitted: auto-generated\r\n") && sent.text.contains(token), "\(sent.text)")
        #expect(try folder.store.waitingNotices() == 0)
    }

    @Test(arguments: [
        (250 as UInt16?, NoticePost.Outcome.accepted, 0), (550, .refused, 0), (450, .deferred, 1),
    ])
    func whatTheRelaySaysIsWhatBecomesOfIt(code: UInt16?, outcome: NoticePost.Outcome, waiting: Int) async throws {
        let transport = code == 250 ? RecordingTransport() : refusing(try #require(code))
        let token = try ask()
        let posted = try await folder.post(transport: transport).post(.confirm, to: ken, folder.list, token: token)
        #expect(posted?.sent?.outcome == outcome)
        #expect(try folder.store.waitingNotices() == waiting)
    }

    @Test func whatWaitedIsSentWithTheNextRound() async throws {
        let token = try ask()
        let waits = try await folder.post(transport: nil).post(.confirm, to: ken, folder.list, token: token)
        #expect(waits != nil && waits?.sent == nil)
        let none = try await folder.post(transport: nil).sendDue()
        #expect(none.sent.isEmpty && none.givenUp.isEmpty)
        let round = try await folder.post(transport: RecordingTransport()).sendDue()
        #expect(round.sent.map(\.outcome) == [.accepted] && round.sent.first?.notice.kind == .confirm)
        #expect(try await folder.post(transport: RecordingTransport()).sendDue().sent.isEmpty)
    }

    @Test func aRelayThatIsAwayIsAskedOnceARound() async throws {
        for name in ["a", "b", "c"] {
            let mailbox = try Mailbox(parsing: "\(name)@a.example")
            _ = try folder.store.askToConfirm(mailbox, name: nil, list: folder.list, source: "test", by: nil)
            let token = try folder.store.token(.confirm, for: mailbox, list: folder.list, lasting: .seconds(3600))
            _ = try folder.writer.write(.confirm, to: mailbox, folder.list, token: token)
        }
        let away = RecordingTransport { _ in TransactionResult(ending: .unsent(.init(.refused, "nobody there"))) }
        let round = try await folder.post(transport: away).sendDue()
        #expect(round.sent.map(\.outcome) == [.deferred] && away.sent.count == 1)
        #expect(try folder.store.waitingNotices() == 3)
    }

    @Test func whoIsSuppressedIsNotMailed() async throws {
        let token = try ask()
        _ = try await folder.post(transport: nil).post(.confirm, to: ken, folder.list, token: token)
        try folder.suppress("ken@a.example")
        let transport = RecordingTransport()
        let round = try await folder.post(transport: transport).sendDue()
        #expect(round.sent.map(\.outcome) == [.skipped] && transport.sent.isEmpty)
    }

    @Test func whatNobodyTookForDaysIsGivenUp() async throws {
        _ = try ask()
        let old = Timestamp.now + .seconds(-4 * 86_400)
        _ = try folder.store.queueNotice(.confirm, to: ken, list: folder.list, message: [], now: old)
        let round = try await folder.post(transport: RecordingTransport()).sendDue()
        #expect(round.sent.isEmpty)
        #expect(round.givenUp == [NoticePost.GivenUp(recipient: "ken@a.example", isUnknown: false)])
    }
}
