import Foundation
import Testing

/// Every dialect of separated values, and everything that can be wrong with a file.
@Suite(.timeLimit(.minutes(10)))
struct TortureFileTests {
    private func read(_ bytes: some Sequence<UInt8>, _ flags: String...) throws -> Workbench.Result {
        let bench = try Workbench()
        try bench.subscribe(0)
        let name = "file.csv"
        try Data(bytes).write(to: URL(fileURLWithPath: bench.path(name)))
        let arguments = ["subscriber", "import", name, "--list", "announce", "--dry-run", "--json"] + flags
        return try bench.run(bench.process(arguments))
    }

    static func utf16(_ text: String, isBig: Bool) -> [UInt8] {
        ("\u{FEFF}" + text).utf16.flatMap { unit in
            isBig ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
    }

    /// The same two people in every dialect; the second one's name has a line end, a quote and every delimiter in it.
    static let dialects: [(name: String, bytes: [UInt8])] = {
        func text(_ delimiter: String, _ end: String, isEnded: Bool = true) -> String {
            let name = "\"Zo\u{EB} \"\"Z\"\",;\tK\(end)ing\""
            let rows = [
                "email\(delimiter)name", "ada@example.org\(delimiter)Ada", "zoe@example.org\(delimiter)\(name)",
            ]
            return rows.joined(separator: end) + (isEnded ? end : "")
        }
        return [
            ("RFC 4180", Array(text(",", "\r\n").utf8)),
            ("UTF-8 with its mark", Array("\u{FEFF}\(text(",", "\r\n"))".utf8)),
            ("lines of Unix, the last without its end", Array(text(",", "\n", isEnded: false).utf8)),
            ("lines of CR alone", Array(text(";", "\r").utf8)),
            ("semicolons", Array(text(";", "\r\n").utf8)),
            ("semicolons, named on a line", Array("sep=;\r\n\(text(";", "\r\n"))".utf8)),
            ("bars, named on a line", Array("SEP=|\n\(text("|", "\n"))".utf8)),
            ("tabs", Array(text("\t", "\n").utf8)),
            ("Unicode text of a spreadsheet", utf16(text("\t", "\r\n"), isBig: false)),
            ("UTF-16, big end first", utf16(text(",", "\n", isEnded: false), isBig: true)),
            ("Latin-1", text(";", "\r\n").unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }),
        ]
    }()

    @Test(arguments: dialects.indices)
    func everyDialectIsRead(index: Int) throws {
        let (name, bytes) = Self.dialects[index]
        let result = try read(bytes)
        #expect(result.status == 0 && result.count("added") == 2 && result.count("rejected") == 0, "\(name): \(result)")
        #expect(result.errors.contains("address from \"email\", name from \"name\""), "\(name): \(result.errors)")
        #expect(result.errors.contains("is read as Latin-1") == (name == "Latin-1"), "\(name): \(result.errors)")
    }

    @Test(
        "A file that cannot be read at all is refused in one line, with where and what to do",
        arguments: [
            (
                "email" + String(repeating: ",", count: 1000) + "\n",
                "file.csv:1: the first row cannot be read: the row has more",
                "leave out what is not needed"
            ),
            (
                "PK\u{3}\u{4}" + String(repeating: "\0", count: 26) + "xl/workbook.xml", "file.csv: this is a workbook",
                "export it as CSV UTF-8"
            ),
            (
                "PK\u{3}\u{4}" + String(repeating: "\0", count: 26) + "subscribed.csv\u{e4}",
                "file.csv: this is an archive of files", "give each file of it, in any order"
            ),
            ("when,who\n1,2\n", "file.csv:1: no column looks like an address", "name one of them email"),
            ("\n\n", "file.csv: the file is empty", "write one address a line"),
        ])
    func refused(text: String, problem: String, remedy: String) throws {
        let result = try read(text.utf8)
        #expect(result.status == 65 && result.output.isEmpty)
        let last = result.errors.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("fanmail: \(problem)") && last.contains(remedy), "\(result.errors)")
    }

    @Test(
        "What is wrong with a row costs that row, with its line and what to do, and nobody else",
        arguments: [
            ("a@x.example,\"A\n", "file.csv:2: a field in quotes begins here", "add the closing"),
            ("a\0@x.example\n", "file.csv:2: the row holds a NUL", "tr -d '\\000'"),
            (
                "a@x.example," + String(repeating: "x", count: 70_000) + "\n",
                "file.csv:2: a field that begins here is longer than 64 KiB", "closing quote missing?"
            ),
            (
                String(repeating: String(repeating: "x", count: 60_000) + ",", count: 20) + "\n",
                "file.csv:2: the row is longer than 1 MiB", "is this a file of subscribers?"
            ),
        ])
    func costsItself(row: String, problem: String, remedy: String) throws {
        let text = "email,name\n\(row)b@x.example,B\u{F6}\n\u{17C}\u{F3}\u{142}w@x.example,\"C\"\nd@x.example,\"D"
        let result = try read(text.utf8)
        #expect(result.status == 0 && result.count("added") == 2 && result.count("rejected") == 2, "\(result)")
        #expect(result.errors.contains(problem) && result.errors.contains(remedy), "\(result.errors)")
        #expect(result.errors.contains("file.csv:5: a field in quotes begins here and never ends"))
    }

    @Test("One octet of Latin-1 in a file of UTF-8 costs its row")
    func oneOctet() throws {
        let bytes = Array("email,name\na@x.example,Zo".utf8) + [0xEB] + Array("\nb@x.example,Zo\u{EB}\n".utf8)
        let result = try read(bytes)
        #expect(result.status == 0 && result.count("added") == 1 && result.count("rejected") == 1, "\(result)")
        #expect(result.errors.contains("file.csv:2: the row is not UTF-8") && !result.errors.contains("WINDOWS-1252"))
    }

    @Test("What cannot be seen is shown, in the report and among the rejects")
    func invisible() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        try bench.write("email\n\u{A0}a@x.example\u{200B}\nb\u{200B}@x.example\n", to: "people.csv")
        let result = try bench.fanmail(
            "subscriber", "import", "people.csv", "--list", "announce", "--rejects", "rejects.csv", "--json")
        #expect(result.count("added") == 1 && result.count("rejected") == 1)
        #expect(result.errors.contains("people.csv:3: b\\u{200B}@x.example: "), "\(result.errors)")
        #expect(
            try String(contentsOfFile: bench.path("rejects.csv"), encoding: .utf8).contains("b\\u{200B}@x.example: "))
    }

    @Test("The delimiter may be named, for subscribers, a sync and suppressions", arguments: ["import", "sync"])
    func delimiter(command: String) throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        try bench.write("email:city, town\na@x.example:Paris, France\n", to: "people.csv")
        let result = try bench.fanmail(
            "subscriber", command, "people.csv", "--list", "announce", "--delimiter", ":", "--json")
        #expect(result.count("added") == 1, "\(result.errors)")
        let shown = try bench.fanmail("subscriber", "show", "a@x.example", "--json").json
        #expect(shown["attributes"] as? [String: String] == ["city_town": "Paris, France"])
        let wrong = try bench.fanmail("subscriber", command, "people.csv", "--list", "announce", "--delimiter", "x")
        #expect(wrong.status == 64 && wrong.errors.contains("use , ; tab or |"), "\(wrong.errors)")
        try bench.write("entry|reason\nb@x.example|said: no\n", to: "blocked.csv")
        let blocked = try bench.fanmail("suppression", "import", "blocked.csv", "--delimiter", "|", "--json")
        #expect(blocked.count("added") == 1 && blocked.count("rejected") == 0)
    }

    @Test("UTF-16 that is cut in the middle of a character is told")
    func halfACharacter() throws {
        let result = try read(Self.utf16("email\na@x.example\n", isBig: true).dropLast())
        #expect(
            result.status == 65 && result.errors.contains("file.csv: the file ends in the middle"), "\(result.errors)")
    }

    @Test(
        "A row that cannot be used is left out and told with its line and why",
        arguments: [
            ("b@x.example,B,Paris, France", "the row has 4 columns, and the headings are 3; put quotes"),
            ("bob,B,Paris", "bob: there is no @"),
            ("\(String(repeating: "x", count: 65))@x.example,B", "the local-part is longer than 64 octets"),
            ("b@x.example,\(String(repeating: "x", count: 1001)),Paris", "the name is longer than 1000 octets"),
            ("\"b@x.example\"z,B,", "\"b@x.example\"z: "),
        ])
    func rejected(row: String, says: String) throws {
        // The first one spans two lines, so that lines are counted, not rows.
        let result = try read("email,name,city\r\na@x.example,\"A\r\nA\",\r\n\(row)\r\nc@x.example\r\n".utf8)
        #expect(result.count("added") == 2 && result.count("rejected") == 1, "\(result)")
        #expect(result.errors.contains("file.csv:4: ") && result.errors.contains(says), "\(result.errors)")
    }

    @Test("JSON that is nested too deeply is left out, in one record or in attributes")
    func nesting() throws {
        let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        let lines = try read("{\"email\":\"a@x.example\",\"a\":\(deep)}\n{\"email\":\"b@x.example\"}\n".utf8)
        #expect(lines.count("added") == 1 && lines.errors.contains("file.csv:1: "), "\(lines)")
        let cells = try read("email,attributes\na@x.example,\"{\"\"a\"\":\(deep)}\"\nb@x.example,\n".utf8)
        #expect(
            cells.count("added") == 1 && cells.errors.contains("file.csv:2: the attributes are not JSON"), "\(cells)")
        #expect(lines.errors.contains("nested deeper than 8") && cells.errors.contains("nested deeper than 8"))
    }

    @Test("The file to import is not overwritten with its rejects, whatever it is called", arguments: [false, true])
    func rejectsElsewhere(isLinked: Bool) throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        try bench.write("email\nbad\n", to: "people.csv")
        if isLinked {
            try FileManager.default.createSymbolicLink(
                atPath: bench.path("link.csv"), withDestinationPath: bench.path("people.csv"))
        }
        let result = try bench.fanmail(
            "subscriber", "import", "people.csv", "--list", "announce", "--rejects",
            isLinked ? "link.csv" : "people.csv")
        #expect(result.status == 64 && result.errors.contains("name another one"), "\(result.errors)")
        #expect(try String(contentsOfFile: bench.path("people.csv"), encoding: .utf8) == "email\nbad\n")
    }
}
