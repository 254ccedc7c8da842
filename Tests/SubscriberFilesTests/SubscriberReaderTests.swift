import SMTPCore
import Testing

@testable import SubscriberFiles

struct SubscriberReaderTests {
    /// Line, address, name and reason of each row.
    private func rows(_ text: String) throws -> (mapping: ColumnMapping, headings: [String]?, rows: [[String]]) {
        var reader = try SubscriberReader(CSVReaderTests.source(Array(text.utf8)))
        var rows: [[String]] = []
        while let row = try reader.next() {
            let texts = [row.address, row.name].map { String(decoding: $0, as: UTF8.self) }
            rows.append(["\(row.line)"] + texts + (row.problem.map { [$0.reason] } ?? []))
        }
        return (reader.mapping, reader.headings, rows)
    }

    @Test(
        arguments: [
            ("email", 0, nil), ("name,email", 1, 0), ("E-Mail Address;Full Name", 0, 1), ("Email Address", 0, nil),
            ("First Name,Last Name,EMAIL", 2, nil), ("Address,Name,Email", 2, 1), ("id,address", 1, nil),
            ("\"e-mail\",\"Name\"", 0, 1), ("id\t E-MAIL \tdisplay_name", 1, 2), ("Name,E-mail 1 - Value", 1, 0),
        ] as [(String, Int, Int?)])
    func headingsAreUnderstood(text: String, address: Int, name: Int?) throws {
        let result = try rows(text + "\n")
        #expect(result.mapping == ColumnMapping(address: address, name: name))
        #expect(result.headings?.isEmpty == false)
        #expect(result.rows.isEmpty)
    }

    @Test(
        arguments: [
            ("a@b.example\nc@d.example\n", 0, nil, [["1", "a@b.example", ""], ["2", "c@d.example", ""]]),
            ("\n\nAda <a@b.example>\n", 0, nil, [["3", "a@b.example", "Ada"]]),
            ("Ada,a@b.example", 1, 0, [["1", "a@b.example", "Ada"]]),
            ("a@b.example,Ada", 0, 1, [["1", "a@b.example", "Ada"]]),
            ("1,a@b.example,x", 1, nil, [["1", "a@b.example", ""]]),
            ("a@b\nc@d.example", 0, nil, [["1", "a@b", ""], ["2", "c@d.example", ""]]),
            ("jörg@bücher.example", 0, nil, [["1", "jörg@bücher.example", ""]]),
        ] as [(String, Int, Int?, [[String]])])
    func filesWithoutHeadingsAreUnderstood(text: String, address: Int, name: Int?, expected: [[String]]) throws {
        let result = try rows(text)
        #expect(result.mapping == ColumnMapping(address: address, name: name))
        #expect(result.headings == nil)
        #expect(result.rows == expected)
    }

    @Test(arguments: [
        (" a@b.example , Ada ", ["2", "a@b.example", "Ada"]),
        ("<a@b.example>,", ["2", "a@b.example", ""]),
        ("Ada <a@b.example>,", ["2", "a@b.example", "Ada"]),
        ("Ada <a@b.example>,Grace", ["2", "a@b.example", "Grace"]),
        ("\"Lovelace, Ada\" <a@b.example>,", ["2", "a@b.example", "Lovelace, Ada"]),
        ("\"\"\"Ada \\\"\"X\\\"\" L\"\" <a@b.example>\",", ["2", "a@b.example", "Ada \"X\" L"]),
        ("a@b.example,\"Ada\nLovelace\u{1B}\"", ["2", "a@b.example", "Ada Lovelace "]),
        ("a@b.example", ["2", "a@b.example", ""]),
        ("a@b.example,Ada,, ", ["2", "a@b.example", "Ada"]),
        (
            "a@b.example,Ada,more",
            [
                "2", "a@b.example", "",
                "the row has 3 columns, and the headings are 2; put quotes around a field with a delimiter in it",
            ]
        ),
        (",Ada", ["2", "", "Ada"]),
        ("a@b.example>,x", ["2", "a@b.example>", "x"]),
        ("<>,x", ["2", "", "x"]),
        (
            "a@b.example,\(String(repeating: "x", count: 1001))",
            ["2", "a@b.example", "", "the name is longer than 1000 octets"]
        ),
    ])
    func cellsAreTakenApart(text: String, expected: [String]) throws {
        #expect(try rows("email,name\n\(text)\n").rows == [expected])
    }

    @Test func blankRowsAreSkippedAndShortOnesNamed() throws {
        let result = try rows("name,email\n\n , \nAda\nGrace,g@b.example\n")
        #expect(
            result.rows == [
                ["4", "", "", "the row has 1 column, and the address is in column 2"], ["5", "g@b.example", "Grace"],
            ])
    }

    @Test(arguments: [
        ("", "a.csv: the file is empty; write one address a line, or CSV with headings"),
        ("\n \n,,\n", "a.csv: the file is empty; write one address a line, or CSV with headings"),
        (
            "foo,bar\u{7}\n",
            "a.csv:1: no column looks like an address; the columns are `foo`, `bar\\u{7}`; name one of them email"
        ),
    ])
    func filesWithoutAddressesAreRefused(text: String, message: String) {
        #expect {
            _ = try rows(text)
        } throws: {
            "\($0)" == message
        }
    }

    @Test func theDelimiterIsTold() throws {
        let reader = try SubscriberReader(CSVReaderTests.source(Array("email;name".utf8)))
        let delimiter = reader.delimiter
        #expect(delimiter == ";")
    }

    @Test(arguments: [("announce", 12), ("developers", 8)])
    func theSamplesAreValid(name: String, subscribers: Int) throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        var reader = try SubscriberReader(path: "\(root)/lists/\(name).csv")
        #expect(reader.mapping == ColumnMapping(address: 0, name: 1))
        var scanner = AddressScanner()
        var count = 0
        while let row = try reader.next() {
            #expect(row.problem == nil && scanner.scan(row.address) == nil && !row.name.isEmpty)
            count += 1
        }
        #expect(count == subscribers)
    }
}
