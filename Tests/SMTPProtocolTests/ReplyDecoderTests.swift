import SMTPCore
import SMTPProtocol
import TestSupport
import Testing

@Suite("Replies are read the same however their bytes arrive", .timeLimit(.minutes(10)))
struct ReplyDecoderTests {
    /// What comes out, up to the first violation, and whether something was left over.
    private func read(_ pieces: [[UInt8]], wantsText: Bool = true) -> (steps: [ReplyDecoder.Step], isEmpty: Bool) {
        var decoder = ReplyDecoder()
        var steps: [ReplyDecoder.Step] = []
        for piece in pieces {
            var offset = 0
            while offset < piece.count {
                let before = offset
                let step = piece.withUnsafeBytes { decoder.next($0, from: &offset, wantsText: wantsText) }
                if step == .incomplete { break }
                steps.append(step)
                if case .violation = step { return (steps, false) }
                #expect(offset > before, "a reply out of nothing")
            }
        }
        return (steps, decoder.isEmpty)
    }

    private func reply(_ code: UInt16, status: String? = nil, _ text: String) -> ReplyDecoder.Step {
        .reply(Reply(code: code, status: status.flatMap { EnhancedStatusCode($0) }, text: text))
    }

    private static let table: [(bytes: String, code: UInt16, status: String?, text: String)] = [
        ("250 Ok\r\n", 250, nil, "Ok"),
        ("250 Ok\n", 250, nil, "Ok"),
        ("250\r\n", 250, nil, ""),
        ("250\n", 250, nil, ""),
        ("250 \r\n", 250, nil, ""),
        ("250  two\r\n", 250, nil, " two"),
        ("250-\r\n250\r\n", 250, nil, "\n"),
        ("250-a\r\n250-b\r\n250 c\r\n", 250, nil, "a\nb\nc"),
        ("250-a\n250-b\n250 c\n", 250, nil, "a\nb\nc"),
        ("250-a\r\n250-b\n250\r\n", 250, nil, "a\nb\n"),
        ("250 2.1.5 Ok\r\n", 250, "2.1.5", "Ok"),
        ("550 5.1.1 no such user\r\n", 550, "5.1.1", "no such user"),
        ("550 5.1.1\r\n", 550, "5.1.1", ""),
        ("550-5.7.1 not\r\n550-5.7.1 for\r\n550 5.7.1 you\r\n", 550, "5.7.1", "not\nfor\nyou"),
        ("550-5.7.1 not\r\n550 for you\r\n", 550, "5.7.1", "not\nfor you"),
        ("550-5.7.1 not\r\n550 5.7.10 you\r\n", 550, "5.7.1", "not\n5.7.10 you"),
        ("451-4.7.1\r\n451 4.7.1 later\r\n", 451, "4.7.1", "\nlater"),
        // The last line's code counts.
        ("250-a\r\n251 b\r\n", 251, nil, "a\nb"),
        ("220-a\r\n250-b\r\n521 c\r\n", 521, nil, "a\nb\nc"),
        ("450-4.2.0 a\r\n451 4.2.0 b\r\n", 451, "4.2.0", "a\nb"),
        // An enhanced code that does not fit the code, or is none, is text.
        ("550 4.1.1 eh\r\n", 550, nil, "4.1.1 eh"),
        ("250 5.1.1 eh\r\n", 250, nil, "5.1.1 eh"),
        ("550 5.1 eh\r\n", 550, nil, "5.1 eh"),
        ("550 5.1.1000 eh\r\n", 550, nil, "5.1.1000 eh"),
        ("550 5.1.1: eh\r\n", 550, nil, "5.1.1: eh"),
        ("550  5.1.1 eh\r\n", 550, nil, " 5.1.1 eh"),
        ("354 3.0.0 go\r\n", 354, nil, "3.0.0 go"),
        // Codes nobody knows, of classes everybody knows.
        ("299 x\r\n", 299, nil, "x"),
        ("200 x\r\n", 200, nil, "x"),
        ("399 x\r\n", 399, nil, "x"),
        ("499 x\r\n", 499, nil, "x"),
        ("599 x\r\n", 599, nil, "x"),
        // Bytes that are no text do no harm; who shows them escapes them.
        ("250 a\0b\r\n", 250, nil, "a\0b"),
        ("250 \u{1B}[2J\r\n", 250, nil, "\u{1B}[2J"),
        ("250 a\rb\r\n", 250, nil, "a\rb"),
        ("250 ünï\r\n", 250, nil, "ünï"),
    ]

    @Test("A reply is its code, its enhanced status code and its text", arguments: ReplyDecoderTests.table.indices)
    func replies(index: Int) {
        let (text, code, status, expected) = Self.table[index]
        for pieces in Cuts.all(of: Array(text.utf8)) {
            let (steps, isEmpty) = read(pieces)
            #expect(steps == [reply(code, status: status, expected)], "\(pieces)")
            #expect(isEmpty)
        }
    }

    @Test("Bytes that are not UTF-8 are replaced")
    func notUTF8() {
        for pieces in Cuts.all(of: [0x32, 0x35, 0x30, 0x20, 0x61, 0xFF, 0xC3, 0x0D, 0x0A]) {
            #expect(read(pieces).steps == [reply(250, "a\u{FFFD}\u{FFFD}")])
        }
    }

    @Test(
        "What is no reply is a violation, and is shown escaped",
        arguments: [
            ("\r\n", "not a reply: \"\""),
            ("\n", "not a reply: \"\""),
            ("25\r\n", "not a reply: \"25\""),
            ("2500 x\r\n", "not a reply: \"2500 x\""),
            ("250\tx\r\n", "not a reply: \"250\\tx\""),
            ("250\0x\r\n", "not a reply: \"250\\u{0}x\""),
            (" 250 x\r\n", "not a reply: \" 250 x\""),
            ("\0\0\0\0\r\n", "not a reply: \"\\u{0}\\u{0}\\u{0}\\u{0}\""),
            ("199 x\r\n", "not a reply: \"199 x\""),
            ("600 x\r\n", "not a reply: \"600 x\""),
            ("000 x\r\n", "not a reply: \"000 x\""),
            ("2a0 x\r\n", "not a reply: \"2a0 x\""),
            ("25: x\r\n", "not a reply: \"25: x\""),
            ("-50 x\r\n", "not a reply: \"-50 x\""),
            ("２５０ x\r\n", "not a reply: \"２５０ x\""),
            ("HTTP/1.1 400 Bad Request\r\n", "not a reply: \"HTTP/1.1 400 Bad Request\""),
            ("250-a\r\nb\r\n", "not a reply: \"b\""),
            ("250-a\r\n\r\n", "not a reply: \"\""),
        ])
    func violations(text: String, why: String) {
        for pieces in Cuts.all(of: Array(text.utf8)) {
            #expect(read(pieces).steps == [.violation(why)], "\(pieces)")
        }
    }

    @Test("Replies that come together are told apart")
    func several() {
        let text = "250 a\r\n550-5.1.1 b\r\n550 5.1.1 c\r\n354\r\n"
        for pieces in Cuts.all(of: Array(text.utf8)) {
            #expect(read(pieces).steps == [reply(250, "a"), reply(550, status: "5.1.1", "b\nc"), reply(354, "")])
        }
    }

    @Test(
        "Text nobody asked for is left out of a 2xx of one line, and of nothing else",
        arguments: [
            ("250 2.1.5 Ok\r\n", nil), ("251\n", nil), ("252-a\r\n252 b\r\n", "a\nb"), ("354 go\r\n", "go"),
            ("450 busy\r\n", "busy"), ("550 gone\r\n", "gone"),
        ] as [(String, String?)])
    func unwantedText(bytes: String, text: String?) throws {
        let code = try #require(UInt16(bytes.prefix(3)))
        for pieces in Cuts.all(of: Array(bytes.utf8)) {
            #expect(read(pieces, wantsText: false).steps == [text.map { reply(code, $0) } ?? .completed(code)])
        }
    }

    @Test(
        "An unfinished reply is no reply", arguments: ["2", "250", "250 Ok", "250 Ok\r", "250-Ok\r\n", "250-a\r\n250"])
    func unfinished(text: String) {
        for pieces in Cuts.all(of: Array(text.utf8)) {
            let (steps, isEmpty) = read(pieces)
            #expect(steps == [])
            #expect(!isEmpty)
        }
    }

    // MARK: - Bounds

    @Test("The longest line passes, one octet more does not, cut anywhere", arguments: ["\r\n", "\n"])
    func longestLine(end: String) {
        for (length, passes) in [(2_047, true), (2_048, true), (2_049, false), (2_050, false), (5_000, false)] {
            let line = Array("250 ".utf8) + [UInt8](repeating: 0x78, count: length - 4)
            let bytes = line + Array(end.utf8)
            let expected: ReplyDecoder.Step =
                passes
                ? reply(250, String(repeating: "x", count: length - 4))
                : .violation("a reply line of more than 2048 octets")
            for pieces in Cuts.around([1, 1_000, 2_048, length, bytes.count], of: bytes) {
                let isRight = read(pieces).steps == [expected]
                #expect(isRight, "\(length) octets in pieces of \(pieces.map(\.count).prefix(2))")
            }
        }
    }

    @Test("A line that never ends is given up at its bound", arguments: [1, 7, 1_000, 65_536])
    func endlessLine(step: Int) {
        var decoder = ReplyDecoder()
        let piece = [UInt8](repeating: 0x32, count: step)
        for fed in stride(from: step, through: 65_536 * 2, by: step) {
            var offset = 0
            let result = piece.withUnsafeBytes { decoder.next($0, from: &offset, wantsText: true) }
            if case .violation = result {
                #expect(fed > ReplyDecoder.longestLine)
                return
            }
            // One octet may still turn out to be the CR.
            #expect(fed <= ReplyDecoder.longestLine + 1)
        }
        Issue.record("never given up")
    }

    @Test("A reply that never ends is given up by its lines", arguments: [true, false])
    func endlessReply(wantsText: Bool) {
        for (lines, passes) in [(ReplyDecoder.mostLines, true), (ReplyDecoder.mostLines + 1, false)] {
            let text = String(repeating: "250-\r\n", count: lines - 1) + "250 end\r\n"
            for pieces in [[Array(text.utf8)], text.utf8.map { [$0] }] {
                let expected: ReplyDecoder.Step =
                    passes
                    ? reply(250, String(repeating: "\n", count: lines - 1) + "end")
                    : .violation("a reply of more than 512 lines or 65536 octets")
                let isRight = read(pieces, wantsText: wantsText).steps == [expected]
                #expect(isRight, "\(lines) lines in \(pieces.count) pieces")
            }
        }
    }

    @Test("A reply that never ends is given up by its octets")
    func longReply() {
        let line = Array("250-".utf8) + [UInt8](repeating: 0x78, count: 2_000) + [0x0D, 0x0A]
        var decoder = ReplyDecoder()
        for count in 1...100 {
            var offset = 0
            let step = line.withUnsafeBytes { decoder.next($0, from: &offset, wantsText: true) }
            if step == .violation("a reply of more than 512 lines or 65536 octets") {
                #expect(count * 2_000 > ReplyDecoder.longestText - 4_096)
                return
            }
            #expect(step == .incomplete)
            #expect(count * 2_000 <= ReplyDecoder.longestText)
        }
        Issue.record("never given up")
    }

    @Test("Random bytes give the same whatever the cuts, and never more replies than line ends", arguments: 0..<40)
    func randomBytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet: [String] = ["2", "5", "0", "4", "-", " ", "\r", "\n", "250 ", "250-", "\r\n", "5.1.1", "\0", "x"]
        for _ in 0..<50 {
            let count = Int.random(in: 1...30, using: &random)
            var text = ""
            for _ in 0..<count { text += try #require(alphabet.randomElement(using: &random)) }
            let bytes = Array(text.utf8)
            let whole = read([bytes])
            #expect(whole.steps.count <= bytes.count { $0 == 0x0A })
            for pieces in Cuts.all(of: bytes) {
                let cut = read(pieces)
                #expect(cut.steps == whole.steps)
                #expect(cut.isEmpty == whole.isEmpty)
            }
        }
    }
}
