import FanmailBasics
import NIOCore
import SMTPProtocol
import TestSupport
import Testing

@Suite("A message is dot-stuffed and ended", .timeLimit(.minutes(10)))
struct EncodedContentTests {
    private func wire(_ message: String) throws -> String {
        String(buffer: try EncodedContent(message.utf8).buffer)
    }

    @Test(
        "A dot that begins a line is doubled, no other",
        arguments: [
            ("", ".\r\n"),
            ("\r\n", "\r\n.\r\n"),
            ("a\r\n", "a\r\n.\r\n"),
            (".\r\n", "..\r\n.\r\n"),
            ("..\r\n", "...\r\n.\r\n"),
            (".a\r\n", "..a\r\n.\r\n"),
            ("a.\r\n", "a.\r\n.\r\n"),
            (" .\r\n", " .\r\n.\r\n"),
            ("a\r\n.\r\n", "a\r\n..\r\n.\r\n"),
            ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n"),
            ("a\r\n.b.\r\n.\r\n", "a\r\n..b.\r\n..\r\n.\r\n"),
            (".\r\n.\r\n.\r\n", "..\r\n..\r\n..\r\n.\r\n"),
            ("\r\n.\r\n", "\r\n..\r\n.\r\n"),
            ("\r\n\r\n.\r\n\r\n", "\r\n\r\n..\r\n\r\n.\r\n"),
            // A last CRLF that is missing is added.
            ("a", "a\r\n.\r\n"),
            (".", "..\r\n.\r\n"),
            ("a\r\n.", "a\r\n..\r\n.\r\n"),
            ("a\r\nb", "a\r\nb\r\n.\r\n"),
            ("a\r\n\r\n", "a\r\n\r\n.\r\n"),
        ])
    func stuffs(message: String, expected: String) throws {
        #expect(try wire(message) == expected)
    }

    @Test(
        "The size is that of the message with its last CRLF, before stuffing",
        arguments: [("", 0), ("a", 3), ("a\r\n", 3), (".\r\n.\r\n", 6), (".", 3), ("é\r\n", 4)])
    func size(message: String, size: Int) throws {
        #expect(try EncodedContent(message.utf8).size == size)
    }

    @Test("An octet above 127 makes it 8-bit", arguments: [("a\u{7F}", false), ("é", true), ("a\r\n\u{80}", true)])
    func eightBit(message: String, is8Bit: Bool) throws {
        #expect(try EncodedContent(message.utf8).is8Bit == is8Bit)
    }

    /// The scan takes eight octets at a time.
    @Test("An odd octet is found wherever it stands", arguments: 1...24)
    func everywhere(at: Int) throws {
        func message(_ octet: UInt8) -> [UInt8] {
            var octets = [UInt8](repeating: 0x7F, count: 25)
            octets[at] = octet
            return octets
        }
        for (octet, kind) in [(0x0A, .bareLineFeed), (0x0D, .bareCarriageReturn), (0x00, .nul)]
            as [(UInt8, ContentFailure.Kind)]
        {
            let failure = #expect(throws: ContentFailure.self) { try EncodedContent(message(octet)) }
            #expect(failure?.kind == kind && failure?.offset == at)
        }
        for octet: UInt8 in [0x80, 0xFF] { #expect(try EncodedContent(message(octet)).is8Bit) }
        for octet: UInt8 in [0x01, 0x09, 0x0E, 0x20, 0x2E] {
            let content = try EncodedContent(message(octet))
            #expect(!content.is8Bit)
            #expect(Array(content.buffer.readableBytesView) == message(octet) + Array("\r\n.\r\n".utf8))
        }
        var lines = message(0x0D)
        lines.insert(contentsOf: [0x0A, 0x2E], at: at + 1)
        #expect(
            try Array(EncodedContent(lines).buffer.readableBytesView)
                == lines[...(at + 1)] + [0x2E] + lines[(at + 2)...] + Array("\r\n.\r\n".utf8))
    }

    @Test(
        "What another server could read otherwise is not sent",
        arguments: [
            ("\n", .bareLineFeed, 0),
            ("a\n", .bareLineFeed, 1),
            ("a\n.\n", .bareLineFeed, 1),
            ("a\r\n\n", .bareLineFeed, 3),
            ("a\r\n.\n", .bareLineFeed, 4),
            ("\r", .bareCarriageReturn, 0),
            ("a\r", .bareCarriageReturn, 1),
            ("a\r.\r\n", .bareCarriageReturn, 1),
            ("a\r\r\n", .bareCarriageReturn, 1),
            ("a\r\n.\r", .bareCarriageReturn, 4),
            ("a\r\u{0}", .bareCarriageReturn, 1),
            ("\u{0}", .nul, 0),
            ("ab\r\nc\u{0}", .nul, 5),
        ] as [(String, ContentFailure.Kind, Int)])
    func refuses(message: String, kind: ContentFailure.Kind, offset: Int) {
        let failure = #expect(throws: ContentFailure.self) { try EncodedContent(message.utf8) }
        #expect(failure?.kind == kind && failure?.offset == offset)
        #expect(failure?.description.hasPrefix("octet \(offset): a ") == true)
    }

    @Test("A line has at most 998 octets, the stuffed dot not counted", arguments: ["x", ".", "é"], ["", "a\r\n"])
    func longLines(begin: String, before: String) throws {
        let rest = 998 - begin.utf8.count
        let longest = before + begin + String(repeating: "x", count: rest)
        #expect(try EncodedContent((longest + "\r\n").utf8).size == before.utf8.count + 1000)
        #expect(try EncodedContent((longest + "\r\n" + longest.dropFirst(before.count)).utf8).size > 1998)
        let failure = #expect(throws: ContentFailure.self) { try EncodedContent((longest + "x\r\n").utf8) }
        #expect(failure?.kind == .longLine && failure?.offset == before.utf8.count + 998)
    }

    // MARK: - Against a naive reference

    /// The rule of RFC 5321, 4.5.2, line by line.
    private func naive(_ message: [UInt8]) -> [UInt8] {
        var lines: [[UInt8]] = [[]]
        var at = 0
        while at < message.count {
            if message[at...].starts(with: [0x0D, 0x0A]) {
                lines.append([])
                at += 2
            } else {
                lines[lines.count - 1].append(message[at])
                at += 1
            }
        }
        // What follows the last CRLF is a line only when there is something.
        if lines.last == [] { lines.removeLast() }
        return lines.flatMap { ($0.first == 0x2E ? [0x2E] : []) + $0 + [0x0D, 0x0A] } + [0x2E, 0x0D, 0x0A]
    }

    /// The receiver's side: nil unless CRLF.CRLF stands at the very end and nowhere before.
    private func unstuffed(_ wire: [UInt8]) -> [UInt8]? {
        var message: [UInt8] = []
        var at = 0
        while at < wire.count {
            guard let end = wire[at...].firstIndex(of: 0x0A) else { return nil }
            var line = wire[at...end]
            at = end + 1
            if line.elementsEqual([0x2E, 0x0D, 0x0A]) { return at == wire.count ? message : nil }
            if line.first == 0x2E { line = line.dropFirst() }
            message += line
        }
        return nil
    }

    @Test("Random messages are what the rule says, and come back as they were", arguments: 0..<50)
    func randomMessages(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces: [[UInt8]] = [
            [0x2E], [0x2E], [0x0D, 0x0A], [0x0D, 0x0A], [0x61], [0x20], [0xE9], [0x2E, 0x0D, 0x0A],
        ]
        for _ in 0..<200 {
            var message: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                message += try #require(pieces.randomElement(using: &random))
            }
            let content = try EncodedContent(message)
            let wire = Array(content.buffer.readableBytesView)
            #expect(wire == naive(message), "\(message)")
            let isEnded = message.isEmpty || message.suffix(2) == [0x0D, 0x0A]
            let whole = isEnded ? message : message + [0x0D, 0x0A]
            #expect(unstuffed(wire) == whole, "\(message)")
            #expect(content.size == whole.count)
            #expect(content.is8Bit == message.contains(0xE9))
        }
    }

    @Test("Random octets are refused or come back as they were, and no terminator is smuggled", arguments: 0..<50)
    func randomOctets(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let octets: [UInt8] = [0x0D, 0x0A, 0x2E, 0x61, 0x00]
            let message = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                octets.randomElement(using: &random) ?? 0
            }
            let isPlain = isPlain(message)
            if let content = try? EncodedContent(message) {
                #expect(isPlain, "\(message)")
                #expect(Array(content.buffer.readableBytesView) == naive(message))
            } else {
                #expect(!isPlain, "\(message)")
            }
        }
    }

    private func isPlain(_ message: [UInt8]) -> Bool {
        message.indices.allSatisfy { place in
            switch message[place] {
            case 0x0D: place + 1 < message.count && message[place + 1] == 0x0A
            case 0x0A: place > 0 && message[place - 1] == 0x0D
            case 0x00: false
            default: true
            }
        }
    }
}
