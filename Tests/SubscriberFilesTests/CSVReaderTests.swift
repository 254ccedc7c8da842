import Testing

@testable import FanmailBasics
@testable import SubscriberFiles

struct CSVReaderTests {
    struct Row: Equatable, CustomStringConvertible {
        let line: Int
        let fields: [String]
        var problem: String?

        init(_ line: Int, _ fields: String...) {
            self.line = line
            self.fields = fields
        }

        init(line: Int, fields: [String], problem: String? = nil) {
            self.line = line
            self.fields = fields
            self.problem = problem
        }

        var description: String { "\(line): \(fields) \(problem ?? "")" }
    }

    /// Reads everything, in chunks of so many octets, with a buffer that begins this small.
    static func rows(
        _ bytes: [UInt8], chunk: Int = .max, capacity: Int = 256 << 10, shape: RowShape? = nil, delimiter: UInt8? = nil
    ) throws(InputFailure) -> [Row] {
        var reader = CSVReader(source(bytes, chunk: chunk), delimiter: delimiter, capacity: capacity)
        reader.shape = shape
        var rows: [Row] = []
        while try reader.next() {
            var fields: [String] = []
            for index in 0..<reader.fieldCount { fields.append(String(decoding: reader.field(index), as: UTF8.self)) }
            rows.append(Row(line: reader.line, fields: fields, problem: reader.problem))
        }
        #expect(reader.bytesRead == bytes.count)
        return rows
    }

    static func source(_ bytes: [UInt8], chunk: Int = .max) -> ByteSource {
        var rest = bytes[...]
        return ByteSource(name: "a.csv") { buffer in
            let part = rest.prefix(min(chunk, buffer.count))
            buffer.copyBytes(from: part)
            rest = rest.dropFirst(part.count)
            return part.count
        }
    }

    static func failure(_ bytes: [UInt8], chunk: Int = .max, capacity: Int = 256 << 10) -> String? {
        do throws(InputFailure) {
            _ = try rows(bytes, chunk: chunk, capacity: capacity)
            return nil
        } catch {
            return error.description
        }
    }

    static let files: [(text: String, rows: [Row])] = [
        ("", []),
        ("a", [Row(1, "a")]),
        ("a,b\n", [Row(1, "a", "b")]),
        ("a,b\r\nc,d", [Row(1, "a", "b"), Row(2, "c", "d")]),
        ("a,b\rc,d\r", [Row(1, "a", "b"), Row(2, "c", "d")]),
        (
            "a\n\nb\r\n\r\nc\r\rd",
            [
                Row(1, "a"), Row(2, ""), Row(3, "b"), Row(4, ""), Row(5, "c"), Row(6, ""), Row(7, "d"),
            ]
        ),
        ("a,\n,\n,b", [Row(1, "a", ""), Row(2, "", ""), Row(3, "", "b")]),
        ("a,", [Row(1, "a", "")]),
        ("\"a\",\"b,c\"\n", [Row(1, "a", "b,c")]),
        ("\"a\"\"b\",\"\"\"\"\n\"\",\"\"\"\"\"\"", [Row(1, "a\"b", "\""), Row(2, "", "\"\"")]),
        ("\"a\nb\r\nc\rd\",x\ny,z", [Row(1, "a\nb\r\nc\rd", "x"), Row(5, "y", "z")]),
        ("a, \"b,c\" ,d\n", [Row(1, "a", "b,c", "d")]),
        ("\"A, B\" <a@b.example>,x\n\"A\"\"\" <c>", [Row(1, "\"A, B\" <a@b.example>", "x"), Row(2, "\"A\"\"\" <c>")]),
        ("a\"b,c\"\n", [Row(1, "a\"b", "c\"")]),
        (" a , b \n", [Row(1, " a ", " b ")]),
        ("a;b,c;d\n1;2;3", [Row(1, "a", "b,c", "d"), Row(2, "1", "2", "3")]),
        ("a\tb\n\"1\t2\"\t3", [Row(1, "a", "b"), Row(2, "1\t2", "3")]),
        ("\"a;b;c\",d\n1;2,3", [Row(1, "a;b;c", "d"), Row(2, "1;2", "3")]),
        ("\u{FEFF}a,b\n1,2", [Row(1, "a", "b"), Row(2, "1", "2")]),
        ("\u{FEFF}\"a,x\",b", [Row(1, "a,x", "b")]),
        ("Zoë,用户\n\"Ö\"\"\",🙂", [Row(1, "Zoë", "用户"), Row(2, "Ö\"", "🙂")]),
        ("a\n\"\"", [Row(1, "a"), Row(2, "")]),
        ("a\n   ", [Row(1, "a"), Row(2, "   ")]),
    ]

    @Test(arguments: files.indices, [1, 2, 3, 7, Int.max])
    func rowsAreTheSameHoweverTheBytesCome(file: Int, chunk: Int) throws {
        let (text, rows) = Self.files[file]
        for capacity in [4, 5, 16, 64, 256 << 10] {
            #expect(try Self.rows(Array(text.utf8), chunk: chunk, capacity: capacity) == rows, "\(text)")
        }
    }

    /// Whatever the fields hold, written by the rules of RFC 4180 they come back, with the right lines, in any chunks.
    @Test(arguments: 1...8)
    func whatIsWrittenComesBack(seed: Int) throws {
        var state = UInt64(seed)
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let pieces = ["a", "b@c.example", ",", ";", "\"", "\n", "\r", "\r\n", "\t", " ", "ä", "用", ""]
        let columns = 1 + random(5)
        var text = (0..<columns).map { "h\($0)" }.joined(separator: ",") + "\n"
        var expected = [Row(line: 1, fields: (0..<columns).map { "h\($0)" })]
        var line = 2
        for _ in 0..<300 {
            var fields: [String] = []
            for _ in 0..<columns { fields.append((0..<random(6)).map { _ in pieces[random(pieces.count)] }.joined()) }
            // A row of nothing but blanks or quotes would be ambiguous without its own quotes.
            let written = fields.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
            let lineEnd = ["\n", "\r\n", "\r"][random(3)]
            text += written.joined(separator: ",") + lineEnd
            expected.append(Row(line: line, fields: fields))
            line += 1 + Self.lineEnds(fields.joined(separator: ","))
        }
        // A lone CR before a row that begins in quotes cannot be taken for half a CRLF.
        for (chunk, capacity) in [(1, 4), (2, 64), (3, 100), (7, 1000), (Int.max, 4096), (Int.max, 256 << 10)] {
            #expect(try Self.rows(Array(text.utf8), chunk: chunk, capacity: capacity) == expected)
        }
    }

    private static func lineEnds(_ text: String) -> Int {
        var count = 0
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { count += 1 }
            previous = byte
        }
        return count
    }

    private static let open = "a field in quotes begins here and never ends; add the closing quote"
    private static let long = "a field that begins here is longer than 64 KiB; is a closing quote missing?"

    /// Each costs its own row, and the lines around it are read.
    static let broken: [(text: String, rows: [Row])] = [
        ("a,b\n1,\"2\n3\n", [Row(1, "a", "b"), Row(line: 2, fields: ["1", "\"2"], problem: open), Row(3, "3")]),
        (
            "a,b\n\"1\n\n1\",\"2\r\n3\n",
            [Row(1, "a", "b"), Row(line: 4, fields: ["1\n\n1", "\"2"], problem: open), Row(5, "3")]
        ),
        ("\"", [Row(line: 1, fields: ["\""], problem: open)]),
        ("a\n\"\"\"", [Row(1, "a"), Row(line: 2, fields: ["\"\"\""], problem: open)]),
        (
            "a\n\"" + String(repeating: "x", count: 65 << 10) + "\nb",
            [
                Row(1, "a"), Row(line: 2, fields: ["\"" + String(repeating: "x", count: 65 << 10)], problem: long),
                Row(3, "b"),
            ]
        ),
        (
            "a\nb," + String(repeating: "x", count: 300 << 10) + "\r\nc",
            [Row(1, "a"), Row(line: 2, fields: [], problem: long), Row(3, "c")]
        ),
        (
            "a\n" + String(repeating: ",", count: 1000) + "\rc",
            [
                Row(1, "a"),
                Row(line: 2, fields: [], problem: "the row has more than 1000 columns; leave out what is not needed"),
                Row(3, "c"),
            ]
        ),
        (
            "a\n" + String(repeating: String(repeating: "x", count: 2000) + ",", count: 600) + "\nc",
            [
                Row(1, "a"),
                Row(line: 2, fields: [], problem: "the row is longer than 1 MiB; is this a file of subscribers?"),
                Row(3, "c"),
            ]
        ),
        (
            "a\n1,\"2\"3,4\nc",
            [
                Row(1, "a"),
                Row(
                    line: 2, fields: ["1", "\"2\"3", "4"],
                    problem: "\"2\"3: text follows the closing quote; double the quotes that are part of a field"),
                Row(3, "c"),
            ]
        ),
        (
            "a\n1,\"2\n3,\"4\"\nc",
            [
                Row(1, "a"),
                Row(
                    line: 2, fields: ["1", "\"2"],
                    problem: "a field in quotes begins here, and text follows the next quote, on a later line; "
                        + "add the closing quote"), Row(3, "3", "4"), Row(4, "c"),
            ]
        ),
    ]

    @Test("A row that cannot be read costs nothing but itself", arguments: broken.indices)
    func whatCannotBeReadIsNamedWithItsLine(file: Int) throws {
        let (text, rows) = Self.broken[file]
        for (chunk, capacity) in [(1000, 4), (7, 4096), (Int.max, 256 << 10)] {
            #expect(try Self.rows(Array(text.utf8), chunk: chunk, capacity: capacity) == rows)
        }
    }

    @Test func theBoundsAreInclusive() throws {
        let field = String(repeating: "x", count: CSVReader.fieldLimit)
        #expect(try Self.rows(Array("a,\(field)\n".utf8)) == [Row(1, "a", field)])
        let columns = String(repeating: ",", count: CSVReader.columnLimit - 1)
        #expect(try Self.rows(Array(columns.utf8)).first?.fields.count == CSVReader.columnLimit)
    }

    @Test(arguments: [
        ([0xFF, 0xFE, 0x61, 0x00], "UTF-16"), ([0xFE, 0xFF, 0x00, 0x61], "UTF-16"),
        ([0xFF, 0xFE, 0x00, 0x00], "UTF-32"), ([0x61, 0x00, 0x62, 0x00], "UTF-16LE"),
        ([0x00, 0x61, 0x00, 0x62], "UTF-16BE"),
    ])
    func otherEncodingsAreNamedWithARemedy(bytes: [UInt8], encoding: String) {
        let message =
            "a.csv: the file is \(encoding), not UTF-8; convert it with: "
            + "iconv -f \(encoding) -t UTF-8 'a.csv' > utf-8.csv"
        #expect(Self.failure(bytes, chunk: 1, capacity: 4) == message)
    }

    @Test(
        "A row that is not UTF-8, or holds NUL, is told and the others are read",
        arguments: [
            [0x45, 0xE9], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
            [0x41, 0x00, 0x42],
        ])
    func badOctets(bytes: [UInt8]) throws {
        let rows = try Self.rows(Array("email\na@b.example\n".utf8) + bytes + Array("\nc@d.example\n".utf8))
        #expect(rows.count == 4)
        #expect(rows[2].line == 3)
        let says = bytes.contains(0) ? "the row holds a NUL character" : "the row is not UTF-8"
        #expect(rows[2].problem?.hasPrefix(says) == true)
        #expect(rows[3] == Row(4, "c@d.example"))
    }

    @Test func whatIsNoTextIsNamed() {
        #expect(Self.failure(Array("PK\u{3}\u{4}abc".utf8))?.contains("unpack it") == true)
        #expect(Self.failure([0x1F, 0x8B, 8])?.contains("compressed") == true)
    }

    @Test func aFailingSourceIsHeard() {
        let source = ByteSource(name: "a.csv") { _ throws(InputFailure) in
            throw InputFailure(.unreadable, "a.csv", "the disk is gone")
        }
        #expect(throws: InputFailure(.unreadable, "a.csv", "the disk is gone")) {
            var reader = CSVReader(source)
            _ = try reader.next()
        }
    }

    @Test(arguments: ["/nonexistent/a.csv", "/"])
    func filesThatCannotBeReadAreNamed(path: String) {
        #expect {
            var reader = CSVReader(try ByteSource(path: path))
            _ = try reader.next()
        } throws: {
            "\($0)".hasPrefix("\(path): t")
        }
    }
}
