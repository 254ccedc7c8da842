import Bounces
import FanmailDelivery
import MailingLists
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import Fanmail
@testable import ListStore

@Suite("What owners are told of what came back", .timeLimit(.minutes(10)))
struct OwnerWarningTextTests {
    private let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    private static let reasons: [BounceReason] = FailureClass.allCases.map {
        BounceReason(provider: "a.example", failureClass: $0.rawValue, bounces: 7, example: "550 5.1.1 no\u{1B}[2J")
    }

    private func text(_ language: String?, held: Bool = false) throws -> OwnerWarningText {
        let list = try folder.list
        var definition = list.definition
        definition.language = language
        try folder.store.apply(definition)
        let event = ProviderEvent(mailing: 3, list: list.id, provider: "big.example", bounces: 11, recipients: nil)
        let warning = OwnerWarning(
            mailing: 3, subject: "Spring\u{1B}[1m", list: list.id, bounces: 33, recipients: 100, reasons: Self.reasons,
            held: held ? [event] : [])
        return OwnerWarningText(warning: warning, list: try folder.list, commands: ["look --here", "decide --there"])
    }

    @Test(
        "In each language all is said, and every class has something that helps",
        arguments: OwnerWarningWords.all.keys.sorted())
    func languages(language: String) throws {
        let text = try text(language, held: true).text
        for part in ["33", "100", "announce", "Spring", "a.example", "full", "big.example: 11", "    look --here"] {
            #expect(text.contains(part), "\(language): \(part): \(text)")
        }
        #expect(text.firstMatch(of: /\{[a-z]+\}/) == nil && !text.contains("\u{1B}"))
        let words = OwnerWarningWords.of(language)
        // Each sentence of advice once, though several classes share it.
        let advice = Set(FailureClass.allCases.map(words.advice))
        #expect(advice.count == 6)
        for sentence in advice { #expect(text.components(of: sentence) == 2, "\(sentence)") }
        #expect(try !self.text(language).text.contains("big.example"))
        let message = try self.text(language).message()
        #expect(String(decoding: message, as: UTF8.self).contains("Auto-Submitted: auto-generated\r\n"))
        #expect(String(decoding: message, as: UTF8.self).contains("To: ada@lists.example\r\n"))
    }

    @Test("A language that nobody wrote is English; a region changes nothing")
    func fallback() {
        #expect(OwnerWarningWords.of("de-AT").letter == "Der Brief:")
        for language in [nil, "tlh", "", "EN-gb"] { #expect(OwnerWarningWords.of(language).letter == "The letter:") }
        #expect(Set(OwnerWarningWords.all.values.map(\.counts)).count == 7)
    }

    @Test("A mailing of which much came back is told to its owner, once, with nothing to come back")
    func told() async throws {
        for number in 1...20 { try folder.subscribe("u\(number)@a.example") }
        var settings = MailingSettings(relay: try Relay("smtp://127.0.0.1:1"))
        settings.transport = RecordingTransport { transaction in
            var result = TransactionResult.accepted("kept")
            let reply = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "no such user")
            for index in 0..<transaction.recipients.count where index < 12 {
                result.exceptions.append(.init(index: index, reply: reply))
            }
            return result
        }
        let letter = MailMessage(
            from: "ada@lists.example", to: ["announce@lists.example"], subject: "News", text: "Hello!")
        let office = PostOffice(store: folder.store, settings: settings)
        let report = await (try await office.send(try office.prepare(letter.encoded(), named: "news"))).report()
        #expect(report.totals.refused == 12)
        let transport = RecordingTransport()
        let post = folder.post(transport: transport)
        let told = try await post.warnOwners(of: report.mailing) { ["see \($0.mailing) \($1.name)"] }
        #expect(told.map(\.posted.sent?.outcome) == [.accepted] && told.first?.written.warning.bounces == 12)
        let sent = try #require(transport.sent.first)
        #expect(sent.recipients == ["ada@lists.example"] && sent.reversePath == "" && transport.sent.count == 1)
        #expect(sent.text.contains("see \(report.mailing) announce") && sent.text.contains("no such user"))
        #expect(try await post.warnOwners(of: report.mailing) { _, _ in [] }.isEmpty)
        #expect(try folder.writer.warnOwners { _, _ in [] }.isEmpty)
        #expect(try folder.store.waitingNotices() == 0)
    }
}

extension String {
    /// How many pieces a text is in between others.
    fileprivate func components(of other: String) -> Int {
        split(separator: other, omittingEmptySubsequences: false).count
    }
}
