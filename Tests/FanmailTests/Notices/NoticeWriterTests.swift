import FanmailBasics
import FanmailMIME
import Foundation
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import Testing

@testable import Fanmail

@Suite("Tokens are redeemed, and what the list says is written down", .timeLimit(.minutes(10)))
struct NoticeWriterTests {
    private func pending(_ folder: StoreFolder) throws -> String {
        let ken = try Mailbox(parsing: "ken@a.example")
        _ = try folder.store.askToConfirm(ken, name: nil, list: folder.list, source: "test", by: nil)
        return try folder.store.token(.confirm, for: ken, list: folder.list, lasting: .seconds(3600))
    }

    private func text(_ folder: StoreFolder) throws -> String {
        let notice = try folder.store.takeNotice(of: [folder.list.id], dueBy: .now + .seconds(1))
        return String(decoding: try #require(notice).message, as: UTF8.self)
    }

    @Test func whoConfirmsIsSubscribedAndWelcomed() throws {
        let folder = try StoreFolder()
        let token = try pending(folder)
        let dry = try folder.writer.redeem(token, source: "page", isDryRun: true)
        #expect(dry.result == .confirmed)
        #expect(try folder.store.waitingNotices() == 0 && folder.counts[.active] == nil)
        let effect = try folder.writer.redeem(token, source: "page")
        #expect(effect.result == .confirmed && effect.address == "ken@a.example")
        #expect(try folder.counts[.active] == 1)
        let welcome = try text(folder)
        #expect(welcome.contains("Subject: Welcome to News\r\n"), "\(welcome)")
        // A letter, also where no template lies there.
        #expect(welcome.contains("multipart/alternative") && welcome.contains("# Welcome!") == false)
        #expect(welcome.contains("To: ken@a.example\r\n") && welcome.contains("Auto-Submitted: auto-replied\r\n"))
        // Once.
        #expect(try folder.writer.redeem(token, source: "page").result == .unchanged)
    }

    @Test(
        "They are in the list's language, and from the list, whether or not the samples lie there",
        arguments: [("de", "Willkommen bei News"), ("ja", "News"), ("ar-EG", "News")], [true, false])
    func theListsOwn(wanted: (language: String, subject: String), isLaid: Bool) throws {
        let folder = try StoreFolder()
        var definition = try folder.list.definition
        definition.language = wanted.language
        definition.look.from = "The News <news@lists.example>"
        try folder.store.apply(definition)
        if isLaid {
            try FileManager.default.createDirectory(atPath: folder.path("templates"), withIntermediateDirectories: true)
            try folder.write(try #require(SampleLetters.text("welcome")), to: "templates/welcome.md")
        }
        _ = try folder.writer.redeem(pending(folder), source: "page")
        let welcome = try text(folder)
        #expect(welcome.contains("From: The News <news@lists.example>\r\n"), "\(welcome)")
        #expect(welcome.contains("Content-Language: \(wanted.language.prefix(2))\r\n"))
        let header = try HeaderSection(Array(welcome.utf8))
        let subject = EncodedWord.decode(header.first("Subject")?.value ?? "")
        #expect(subject.contains(wanted.subject))
    }

    @Test func whatTheOwnerChangedStaysInItsLanguage() throws {
        let folder = try StoreFolder()
        var definition = try folder.list.definition
        definition.language = "de"
        try folder.store.apply(definition)
        try FileManager.default.createDirectory(atPath: folder.path("templates"), withIntermediateDirectories: true)
        let own = try #require(SampleLetters.text("welcome")).replacing("# Welcome!", with: "# Hello!")
            .replacing("language: en", with: "from: Eve <eve@elsewhere.example>\nlanguage: en")
        try folder.write(own, to: "templates/welcome.md")
        _ = try folder.writer.redeem(pending(folder), source: "page")
        let welcome = try text(folder)
        // Several lists may share a template: from is the list's.
        #expect(welcome.contains("From: News <ada@lists.example>\r\n") && welcome.contains("Hello!"), "\(welcome)")
    }

    @Test func aListMaySayNothing() throws {
        let folder = try StoreFolder(policy: "welcome = false\ngoodbye = false")
        #expect(try folder.writer.redeem(pending(folder), source: "page").result == .confirmed)
        let token = try folder.store.token(
            .unsubscribe, for: Mailbox(parsing: "ken@a.example"), list: folder.list, lasting: .seconds(60))
        #expect(try folder.writer.redeem(token, source: "page").result == .unsubscribed)
        #expect(try folder.store.waitingNotices() == 0)
    }

    @Test func whatIsNoTokenChangesNothing() throws {
        let folder = try StoreFolder()
        _ = try pending(folder)
        #expect(throws: TokenFailure.malformed) { try folder.writer.redeem("nonsense", source: "page") }
        #expect(throws: TokenFailure.forged) {
            try folder.writer.redeem(String(repeating: "a", count: 37), source: "page")
        }
        #expect(try folder.counts[.pending] == 1 && folder.store.waitingNotices() == 0)
    }

    @Test func theOwnersWordsTakeTheirPlace() throws {
        let folder = try StoreFolder()
        try FileManager.default.createDirectory(atPath: folder.path("templates"), withIntermediateDirectories: true)
        try folder.write(
            "Subject: Welcome to {{list}}\nTo: x@x.example\n\nHello {{address}}\n", to: "templates/welcome.eml")
        _ = try folder.writer.redeem(pending(folder), source: "page")
        let welcome = try text(folder)
        #expect(welcome.contains("Subject: Welcome to announce\r\n") && welcome.contains("Hello ken@a.example"))
        #expect(!welcome.contains("x@x.example"), "\(welcome)")
    }

    @Test func aTemplateThatCannotBeReadIsSaidAsAValue() throws {
        let folder = try StoreFolder()
        try FileManager.default.createDirectory(atPath: folder.path("templates"), withIntermediateDirectories: true)
        try folder.write("", to: "templates/welcome.eml")
        let failure = #expect(throws: MessageFile.Failure.self) {
            try folder.writer.redeem(pending(folder), source: "page")
        }
        #expect(failure?.kind == .empty && failure?.place == .file(folder.path("templates/welcome.eml")))
    }
}
