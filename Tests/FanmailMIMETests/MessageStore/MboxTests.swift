import FanmailBasics
import FanmailMIME
import Testing

struct MboxTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func message(_ text: String, from reversePath: String = "a@x.example") -> DeliveredMessage {
        DeliveredMessage(
            at: Timestamp(milliseconds: 1_700_000_000_000), number: 1, reversePath: reversePath,
            forwardPaths: ["b@y.example"]
        ) { piece in
            Array(text.utf8).withUnsafeBytes(piece)
            return !text.isEmpty
        }
    }

    private func messages(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return Mbox.messages(in: bytes[...]).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// As they are read one after the other from a file.
    private func read(_ text: String, limit: Int = .max) throws -> [String] {
        try folder.write(text, to: "read")
        let reader = MboxReader(try InputFile(folder.path("read")), limit: limit)
        var messages: [String] = []
        while let message = try reader.next() { messages.append(String(decoding: message, as: UTF8.self)) }
        return messages
    }

    @Test("A file is read message by message as if it were held whole, wherever its pieces end", arguments: 0..<12)
    func readInPieces(shift: Int) throws {
        // The border of the buffer falls into and beside From lines and line ends.
        let size = 65_536
        for end in ["\n", "\r\n"] {
            let first = "From a" + end + "Subject: 1" + end + end
            let filler = String(repeating: "x", count: size - first.utf8.count - shift)
            let text =
                first + filler + end + end + "From b" + end + "Subject: 2" + end + "From within" + end + end
                + "From c" + end + end + "From d" + end
            #expect(try read(text) == messages(text))
            #expect(try read(text, limit: 5).allSatisfy { $0.utf8.count <= 5 })
        }
    }

    @Test(
        "What does not begin with a From line is one message",
        arguments: ["a: b\n\nFrom here\n", "\u{FEFF}a: b\n\nFrom x\n", "x", "\n\n"])
    func oneMessage(text: String) throws { #expect(try read(text) == [text]) }

    @Test("A byte order mark and empty lines may stand before the first From line, and an empty file has none")
    func beginnings() throws {
        #expect(try read("\u{FEFF}\r\n\nFrom a\nx\n\nFrom b\ny") == ["x\n\n", "y"])
        #expect(try read("") == [])
    }

    @Test func whatIsAppendedIsQuotedAndIsFoundAgain() throws {
        do {
            let mbox = try Mbox(appendingTo: folder.path("box"))
            #expect(mbox.append(message("Subject: 1\r\n\r\nFrom here\r\n>From there\r\n")))
            #expect(mbox.append(message("Subject: 2\r\n\r\nno line end", from: "")))
        }
        // It goes on where it ended.
        #expect(try Mbox(appendingTo: folder.path("box")).append(message("Subject: 3\r\n\r\nx\r\n")))
        let text = try folder.text("box")
        #expect(text.hasPrefix("From a@x.example Tue Nov 14 22:13:20 2023\nReturn-Path: <a@x.example>\n"), "\(text)")
        #expect(text.contains("\n\nFrom MAILER-DAEMON Tue Nov 14 22:13:20 2023\nReturn-Path: <>\n"), "\(text)")
        let found = messages(text)
        #expect(found.count == 3)
        #expect(found[0].hasSuffix("Subject: 1\n\n>From here\n>>From there\n\n"), "\(found[0])")
        #expect(found[1].hasSuffix("Subject: 2\n\nno line end\n\n"), "\(found[1])")
    }

    @Test func halfAMessageIsNone() throws {
        let mbox = try Mbox(appendingTo: folder.path("box"))
        #expect(mbox.append(message("Subject: 1\r\n\r\nx\r\n")))
        let before = try folder.text("box")
        #expect(!mbox.append(message("")))
        #expect(try folder.text("box") == before)
    }

    @Test func aPlaceThatCannotBeWrittenIsRefused() throws {
        let failure = #expect(throws: MessageStoreFailure.self) {
            _ = try Mbox(appendingTo: folder.path("no/such/box"))
        }
        #expect(failure == MessageStoreFailure(path: folder.path("no/such/box"), reason: "there is no such file"))
    }

    @Test(
        "Only a From line behind an empty line begins a message",
        arguments: [
            ("", []), ("From x\n", [""]), ("From x\na: b\n", ["a: b\n"]),
            ("From x\na\nFrom y\nb\n\nFrom z\nc", ["a\nFrom y\nb\n\n", "c"]),
            ("From x\r\na\r\n\r\nFrom y\r\nb\r\n", ["a\r\n\r\n", "b\r\n"]),
            ("a: b\n\nFrom x\nc\n", ["c\n"]), ("From x\n\n>From y\n\nFromage\n", ["\n>From y\n\nFromage\n"]),
        ] as [(String, [String])])
    func messages(text: String, found: [String]) { #expect(messages(text) == found) }

    @Test(
        arguments: [
            ("From x\n", 0), ("\u{FEFF}\r\n\nFrom x\n", 6), ("From: x\n", nil), ("", nil), ("\n\n", nil),
            ("x\n\nFrom x\n", nil),
        ] as [(String, Int?)])
    func whereItStarts(text: String, start: Int?) { #expect(Mbox.start(of: Array(text.utf8)) == start) }

    /// Ranges are those of the whole, wherever the file begins in it.
    @Test func whatStandsBeforeItsStartIsLeftOut() {
        let bytes = Array("\u{FEFF}\nFrom x\na: b\n".utf8)
        #expect(Mbox.start(of: bytes).map { Mbox.messages(in: bytes[$0...]) } == [11..<16])
    }
}
