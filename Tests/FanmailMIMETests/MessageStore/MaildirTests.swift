import FanmailBasics
import FanmailMIME
import Foundation
import Testing

struct MaildirTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func message(_ text: String = "Subject: x\r\n\r\nhello\r\n", isWhole: Bool = true) -> DeliveredMessage {
        DeliveredMessage(
            at: Timestamp(milliseconds: 1_700_000_000_000), number: 7, reversePath: "a@x.example",
            forwardPaths: ["b@y.example", "c@y.example"]
        ) { piece in
            Array(text.utf8).withUnsafeBytes(piece)
            return isWhole
        }
    }

    @Test func itIsMadeWithTheWayToIt() throws {
        let maildir = Maildir(folder.path("some/where/box"))
        #expect(maildir.arrivals() == nil)
        try maildir.make()
        try maildir.make()
        #expect(try folder.names(in: "some/where/box") == ["cur", "new", "tmp"])
        #expect(maildir.arrivals() == [])
        #expect(maildir.spoolDirectory == folder.path("some/where/box/tmp"))
    }

    @Test(arguments: ["box", "box/in/it"])
    func aFileInItsPlaceIsRefused(place: String) throws {
        try folder.write("x", to: "box")
        #expect(throws: MessageStoreFailure.self) { try Maildir(folder.path(place)).make() }
        #expect(try folder.text("box") == "x")
    }

    @Test func whatIsDeliveredTellsItsEnvelopeAndMovesOnceItIsSeen() throws {
        let maildir = Maildir(folder.path("box"))
        try maildir.make()
        #expect(maildir.deliver(message(), by: "test") && maildir.deliver(message(), by: "test"))
        let names = try #require(maildir.arrivals())
        #expect(names.count == 2 && names.allSatisfy { $0.hasPrefix("1700000000000.7-") && $0.hasSuffix(".test") })
        let text = String(decoding: try maildir.read(names[0], upTo: 1000), as: UTF8.self)
        #expect(
            text == """
                Return-Path: <a@x.example>
                Delivered-To: b@y.example
                Delivered-To: c@y.example
                Subject: x

                hello

                """)
        #expect(try maildir.read(names[0], upTo: 6) == Array("Return".utf8))
        try maildir.markSeen(names[0])
        #expect(maildir.arrivals() == [names[1]])
        #expect(try folder.names(in: "box/cur") == [names[0] + ":2,S"])
        // Somebody else was faster.
        try maildir.markSeen(names[0])
        #expect(try folder.names(in: "box/tmp").isEmpty)
    }

    @Test func halfAMessageIsNotDelivered() throws {
        let maildir = Maildir(folder.path("box"))
        try maildir.make()
        #expect(!maildir.deliver(message(isWhole: false), by: "test"))
        #expect(try folder.names(in: "box/tmp").isEmpty && folder.names(in: "box/new").isEmpty)
        #expect(!Maildir(folder.path("nowhere")).deliver(message(), by: "test"))
    }

    @Test func hiddenFilesAreNoMessages() throws {
        let maildir = Maildir(folder.path("box"))
        try maildir.make()
        for name in ["b", ".hidden", "a"] { try folder.write("x", to: "box/new/\(name)") }
        #expect(maildir.arrivals() == ["a", "b"])
    }

    @Test func whatCannotBeReadOrMovedSaysWhy() throws {
        let maildir = Maildir(folder.path("box"))
        try maildir.make()
        #expect(mkfifo(folder.path("box/new/pipe"), 0o600) == 0)
        #expect(throws: InputFile.Refusal.self) { try maildir.read("pipe", upTo: 10) }
        try FileManager.default.removeItem(atPath: folder.path("box/cur"))
        try folder.write("x", to: "box/cur")
        let failure = #expect(throws: MessageStoreFailure.self) { try maildir.markSeen("pipe") }
        #expect(failure?.path == folder.path("box/cur"))
    }
}
