import FanmailBasics
import FanmailDelivery
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import Synchronization
import Testing

@testable import Fanmail

/// What a mailing asks of servers that offer DSN, and what it does where they refuse to be asked.
@Suite("Reports that mailings ask for", .timeLimit(.minutes(10)))
struct ReportRequestTests {
    /// The commands that a server saw, and what it refuses.
    private final class Dialogue: Sendable {
        private let state = Mutex((lines: [String](), isRefused: false))
        private let refusal: @Sendable (String) -> String?

        init(refusing refusal: @escaping @Sendable (String) -> String? = { _ in nil }) { self.refusal = refusal }

        /// Instead of the usual reply; behind a refused MAIL everything is out of sequence.
        func answer(_ line: String) -> String? {
            state.withLock { state in
                state.lines.append(line)
                if line.hasPrefix("MAIL") { state.isRefused = false }
                if let reply = refusal(line) {
                    if line.hasPrefix("MAIL") { state.isRefused = true }
                    return reply
                }
                return state.isRefused && ["RCPT", "DATA"].contains(line.prefix(4)) ? "503 5.5.1 MAIL first" : nil
            }
        }

        func lines(_ verb: String) -> [String] { state.withLock { $0.lines.filter { $0.hasPrefix(verb) } } }
    }

    /// The relay's totals of a mailing to these, over one connection.
    private func send(
        _ dialogue: Dialogue, to addresses: [String], policy: String = "", offers: [String] = ["PIPELINING", "DSN"],
        maxRecipients: Int = 100, body: (StoreFolder, MailingReport, SimpleServer) throws -> Void
    ) async throws {
        let server = try SimpleServer(offers: { _ in offers }, answer: { _, line in dialogue.answer(line) })
        defer { server.stop() }
        let folder = try StoreFolder(policy: policy)
        for address in addresses { try folder.subscribe(address) }
        let settings = MailingSettings(
            relay: try Relay("smtp://127.0.0.1:\(server.port)"),
            smtp: SMTPConfiguration(hostname: "client.example"), connections: 1, maxRecipients: maxRecipients,
            retry: .none, guardLimits: .off)
        let office = PostOffice(store: folder.store, settings: settings)
        let report = try await office.send(Office.news(for: office)).report()
        try body(folder, report, server)
    }

    private static let people = ["ada@a.example", "k+en=1@a.example", "mei@b.example"]

    @Test("Each envelope by its token, each recipient by the address that is written to")
    func asked() async throws {
        let dialogue = Dialogue()
        try await send(dialogue, to: Self.people, maxRecipients: 2) { folder, report, _ in
            #expect(report.totals.accepted == 3)
            let keys = try folder.store.tokenKeys.keys()
            let mails = dialogue.lines("MAIL")
            #expect(mails.count == 2)
            for (mail, members) in zip(mails, [Self.people[..<2], Self.people[2...]]) {
                let token = try #require(mail.firstMatch(of: /RET=HDRS ENVID=([a-z2-7]{37})$/)?.1, "\(mail)")
                let opened = try Token(opening: token, keys: keys, now: .now)
                #expect(opened.purpose == .bounce)
                // The first mailing of a database: what it numbers them by is their id.
                for member in members {
                    let story = try folder.store.story(of: Mailbox(parsing: member), in: 1)
                    #expect(story.envelope?.number == opened.subject, "\(member)")
                }
            }
        }
        #expect(
            dialogue.lines("RCPT") == [
                "RCPT TO:<ada@a.example> NOTIFY=FAILURE ORCPT=rfc822;ada@a.example",
                "RCPT TO:<k+en=1@a.example> NOTIFY=FAILURE ORCPT=rfc822;k+2Ben+3D1@a.example",
                "RCPT TO:<mei@b.example> NOTIFY=FAILURE ORCPT=rfc822;mei@b.example",
            ])
    }

    @Test(
        "Nothing is asked where the list says so, where nothing would come back, or where DSN is not offered",
        arguments: [("dsn = \"never\"", ["DSN"]), ("", ["PIPELINING"])])
    func unasked(policy: String, offers: [String]) async throws {
        let dialogue = Dialogue()
        try await send(dialogue, to: Self.people, policy: policy, offers: offers) { _, report, _ in
            #expect(report.totals.accepted == 3)
        }
        #expect(dialogue.lines("MAIL").allSatisfy { !$0.contains("ENVID") })
        #expect(dialogue.lines("RCPT").allSatisfy { $0.hasSuffix(">") })
    }

    @Test(
        "A server that refuses MAIL for what is asked gets it without, and is not asked again on that connection",
        arguments: ["501 5.5.4 unsupported option", "555 5.5.4 parameters", "501 syntax"],
        [["PIPELINING", "DSN"], ["DSN"]])
    func refusedMail(reply: String, offers: [String]) async throws {
        let dialogue = Dialogue { $0.contains("ENVID") ? reply : nil }
        try await send(dialogue, to: Self.people, offers: offers, maxRecipients: 1) { _, report, server in
            #expect(report.totals.accepted == 3 && report.totals.refused == 0)
            #expect(server.copies.values.allSatisfy { $0 == 1 } && server.copies.count == 3, "\(server.copies)")
            // Of two that were on their way at once both were asked.
            #expect(dialogue.lines("MAIL").count { $0.contains("ENVID") } <= 2 * server.connections)
        }
    }

    @Test("Who alone is refused for it gets their copy in another transaction; others have theirs once")
    func refusedRecipient() async throws {
        let dialogue = Dialogue { $0.contains("2Ben") ? "501 5.5.4 odd ORCPT" : nil }
        try await send(dialogue, to: Self.people) { _, report, server in
            #expect(report.totals.accepted == 3 && report.totals.refused == 0)
            #expect(server.copies == Dictionary(uniqueKeysWithValues: Self.people.map { ($0, 1) }))
        }
    }

    @Test("What is said of an address is about the address")
    func refusedAddress() async throws {
        let dialogue = Dialogue { $0.hasPrefix("RCPT TO:<ada") ? "501 5.1.3 bad address syntax" : nil }
        try await send(dialogue, to: Self.people) { _, report, _ in
            #expect(report.totals.accepted == 2 && report.totals.refused == 1)
        }
        #expect(dialogue.lines("RCPT TO:<ada").count == 1)
    }
}
