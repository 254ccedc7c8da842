import TestSupport
import Testing

@testable import SubscriberFiles

/// A quote that was never closed costs the row on which it stands, and nobody on the lines below.
struct BrokenQuoteTests {
    /// Line and address of each row; `!` behind those that cannot be used.
    private func rows(_ text: String, chunk: Int = .max) throws -> [String] {
        var reader = try SubscriberReader(CSVReaderTests.source(Array(text.utf8), chunk: chunk))
        var rows: [String] = []
        while let row = try reader.next() {
            let address = row.problem == nil ? String(decoding: row.address, as: UTF8.self) : "!"
            rows.append("\(row.line) \(address)")
        }
        return rows
    }

    static let files: [(text: String, rows: [String])] = [
        // The reported case, and the same with every field in quotes.
        ("email,name\na@q.example,\"Ada\nb@q.example,\"Bob\"\n", ["2 !", "3 b@q.example"]),
        ("email,name\n\"a@q.example\",\"Ada\n\"b@q.example\",\"Bob\"\n", ["2 !", "3 b@q.example"]),
        // The next quote ends a field, as if it had been meant.
        (
            "email,name\na@q.example,\"Ada\nb@q.example,Bob\"\nc@q.example,C\n",
            ["2 !", "3 b@q.example", "4 c@q.example"]
        ),
        ("email,name\na@q.example,\"\nb@q.example,\"\nc@q.example,C\n", ["2 !", "3 !", "4 c@q.example"]),
        // The address is not the first column.
        (
            "name,email\n\"Ada,a@q.example\nBob,b@q.example\n\"Cy\",c@q.example\n",
            ["2 !", "3 b@q.example", "4 c@q.example"]
        ),
        // Many lines later, and never.
        (
            "email,name\na@q.example,\"Ada\n" + (0..<50).map { "u\($0)@q.example,U\n" }.joined()
                + "z@q.example,\"Z\"\n",
            ["2 !"] + (0..<50).map { "\($0 + 3) u\($0)@q.example" } + ["53 z@q.example"]
        ),
        ("email,name\na@q.example,A\nb@q.example,\"Bob", ["2 a@q.example", "3 !"]),
        ("email,name\r\na@q.example,\"Ada\r\nb@q.example,B\r\n", ["2 !", "3 b@q.example"]),
        // Without headings, from the first row on; with a name beside the address.
        ("a@q.example,\"Ada\nb@q.example,\"Bob\"\n", ["1 !", "2 b@q.example"]),
        ("a@q.example,\"Ada\nb@q.example,Bob\"\n", ["1 !", "2 b@q.example"]),
        ("email,name\nAda <a@q.example>,\"x\nBob <b@q.example>,y\n", ["2 !", "3 b@q.example"]),
        // Text behind a closing quote.
        ("email,name\na@q.example,\"Ada\"x\nb@q.example,B\n", ["2 !", "3 b@q.example"]),
        ("email,name\na@q.example,\"Ada\"\"x\" y\nb@q.example,B\n", ["2 !", "3 b@q.example"]),
        // Several lines in quotes are a field like any other, wherever it stands, and so are addresses in its text.
        ("email,notes\na@q.example,\"one\ntwo\n\nthree\"\nb@q.example,B\n", ["2 a@q.example", "6 b@q.example"]),
        ("notes,email\n\"one\ntwo\",a@q.example\nB,b@q.example\n", ["2 a@q.example", "4 b@q.example"]),
        (
            "email,notes,city\na@q.example,\"write to\nada@work.example, please\nor call\",Paris\nb@q.example,,\n",
            ["2 a@q.example", "5 b@q.example"]
        ),
        (
            "email,notes\na@q.example,\"see\nme at ada@work.example, or\"\nb@q.example,\n",
            ["2 a@q.example", "4 b@q.example"]
        ),
        (
            "email,notes\na@q.example,\"say \"\"hi\"\"\nto all\"\nb@q.example,\"x\ny\"\nc@q.example,\n",
            ["2 a@q.example", "4 b@q.example", "6 c@q.example"]
        ),
        ("\"e-mail\naddress\",\"a\nname\"\na@q.example,A\n", ["4 a@q.example"]),
    ]

    @Test(arguments: files.indices) func readOnTheirOwn(index: Int) throws {
        for chunk in [1, 3, Int.max] {
            #expect(try rows(Self.files[index].text, chunk: chunk) == Self.files[index].rows)
        }
    }

    @Test("Nobody is made up and nobody is lost without a word, wherever a quote goes missing", arguments: 1...20)
    func anyQuote(seed: Int) throws {
        var state = UInt64(seed)
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let lines = (0..<40).map { number in
            let name = ["\"N, \(number)\"", "N\(number)", "\"N \"\"\(number)\"\"\"", ""][random(4)]
            return "u\(number)@q.example,\(name),c"
        }
        let quoted = lines.indices.filter { lines[$0].contains("\"") }
        let victim = quoted[random(quoted.count)]
        var broken = lines
        broken[victim] = String(lines[victim].replacing("\"", with: "", maxReplacements: 1))
        if random(2) == 0 {
            broken[victim] = lines[victim]
            broken[victim].remove(at: lines[victim].lastIndex(of: "\"") ?? lines[victim].startIndex)
        }
        let found = try rows("email,name,city\n" + broken.joined(separator: "\n") + "\n")
        #expect(found.count == lines.count, "\(broken[victim])")
        for (number, row) in found.enumerated() where number != victim {
            #expect(row == "\(number + 2) u\(number)@q.example", "\(broken[victim])")
        }
        #expect(found[victim] == "\(victim + 2) !" || found[victim] == "\(victim + 2) u\(victim)@q.example")
    }

    @Test("Ten times as many broken lines take ten times as long", arguments: ["\"", "\"\"\"", "\"x\"y", "\"\n"])
    func linear(piece: String) throws {
        func seconds(_ count: Int) throws -> Double {
            let text = "email,name\n" + String(repeating: "a@q.example,\(piece)\n", count: count)
            return try ThreadTime.least { _ = try rows(text) }
        }
        let (few, many) = (try seconds(2000), try seconds(20_000))
        #expect(many < max(few, 0.002) * 30, "\(few), \(many)")
    }

    @Test("People whom nobody may mail are read on past a line that cannot be read")
    func suppressions() throws {
        let bytes =
            Array("entry,reason\na@q.example,\"Ada\nb@q.example,\"Bob\"\nc@q.example,Zo".utf8) + [0xEB]
            + Array("\nd\0@q.example,x\ne@q.example,ok\nf@q.example,\"open".utf8)
        var reader = SuppressionReader(CSVReaderTests.source(bytes))
        var rows: [String] = []
        while let row = try reader.next() {
            switch row {
            case .entry(let entry): rows.append("\(reader.line) \(entry.form.text)")
            case .problem: rows.append("\(reader.line) !")
            }
        }
        #expect(rows == ["2 !", "3 b@q.example", "4 !", "5 !", "6 e@q.example", "7 !"])
    }
}
