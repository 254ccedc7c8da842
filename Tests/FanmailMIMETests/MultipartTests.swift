import FanmailMIME
import TestSupport
import Testing

@Suite("The parts of a multipart")
struct MultipartTests {
    private static func parts(_ body: String, _ boundary: String = "b", most: Int = 1000) -> [String] {
        let bytes = Array(body.utf8)
        return Multipart.parts(of: bytes[...], boundary: Array(boundary.utf8), most: most)
            .map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(
        "stand between delimiters, whose line end before is their own",
        arguments: [
            ("--b\none\n--b\ntwo\n--b--\n", ["one", "two"]), ("pre\n--b\none\n--b--\nafter\n--b\nthree\n", ["one"]),
            ("--b \t\none\n--b--\t\n", ["one"]), ("--b\n\n\n--b--", ["\n"]), ("--b\n--b--\n", [""]),
            // Boundaries that begin like this one, and delimiters within a line.
            ("--b\n--bc\nx\n--bc--\n--b--\n", ["--bc\nx\n--bc--"]),
            ("--b\na --b\n --b\n--b-\n--b--x\n--b--\n", ["a --b\n --b\n--b-\n--b--x"]),
            // Not closed.
            ("--b\none\n--b\ntwo\n", ["one", "two\n"]), ("--b\none", ["one"]), ("--b\none\n--b", ["one"]),
            ("--b\none\n--b\n", ["one"]),
            // None at all.
            ("", []), ("one\n", []), ("--b--\n--b\none\n", []), ("--b", []), ("--c\none\n--c--\n", []),
        ])
    func found(body: String, expected: [String]) {
        for end in ["\r\n", "\n", "\r"] {
            let (body, expected) = (body.replacing("\n", with: end), expected.map { $0.replacing("\n", with: end) })
            #expect(Self.parts(body) == expected, "\(body.debugDescription)")
        }
    }

    @Test("are as many as are wanted") func most() {
        let body = String(repeating: "--b\r\nx\r\n", count: 20)
        #expect(Self.parts(body, most: 3) == ["x", "x", "x"] && Self.parts(body).count == 20)
    }

    @Test("and what stands between them are the whole, in order", arguments: 0..<200) func whole(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let words = ["--b", "--b--", "--bb", "--", "b", " ", "x", "\r\n", "\r\n", "\n", "\r", ":"]
        let body = Array(
            (0..<Int.random(in: 0..<40, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }.joined()
                .utf8)
        var pieces: [UInt8] = []
        var parts: [Range<Int>] = []
        let found = Multipart.walk(body[...], boundary: Array("b".utf8)) { piece, isPart in
            #expect(piece.startIndex == pieces.count)
            pieces += piece
            if isPart { parts.append(piece.startIndex..<piece.endIndex) }
        }
        #expect(pieces == (found ? body : []))
        #expect(
            Multipart.parts(of: body[...], boundary: Array("b".utf8), most: .max)
                == parts.filter { $0.lowerBound < body.count })
    }

    @Test(
        "are found in time that grows with their number and no faster",
        arguments: ["--b\r\nx\r\n", "--bb\r\n", "--", "-\r\n", "--b", "\r", "--b--x\r\n", "--b \t"])
    func growth(piece: String) {
        func time(_ count: Int) -> Double {
            let body = Array(("--b\r\n" + String(repeating: piece, count: count)).utf8)
            return ThreadTime.least { Multipart.walk(body[...], boundary: Array("b".utf8)) { _, _ in } }
        }
        _ = time(1000)
        let (few, many) = (time(10_000), time(100_000))
        #expect(many < max(few, 0.001) * 30, "\(few), \(many)")
    }
}
