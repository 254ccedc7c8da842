import Testing

@testable import FanmailBasics
@testable import SubscriberFiles

struct SuppressionReaderTests {
    private static let hash = String(repeating: "9f", count: 32)

    private func rows(_ text: String) throws -> [String] {
        var reader = SuppressionReader(CSVReaderTests.source(Array(text.utf8)))
        var rows: [String] = []
        while let row = try reader.next() {
            switch row {
            case .problem(let reason): rows.append("\(reader.line): \(reason)")
            case .entry(let entry):
                rows.append(
                    [
                        "\(reader.line)", entry.form.kind.rawValue, entry.form.text, entry.reason,
                        entry.expiresAt?.rfc3339,
                    ]
                    .compactMap { $0 }.joined(separator: " ") + (entry.note.map { "; \($0)" } ?? ""))
            }
        }
        return rows
    }

    @Test("Entries are addresses, domains and hashes, each in its normalised form")
    func forms() throws {
        #expect(
            try rows("Ada@Example.ORG\n\n@Bücher.example\nSHA256:\(Self.hash.uppercased())\n\(Self.hash)\n") == [
                "1 address ada@example.org", "3 domain @xn--bcher-kva.example", "4 hash sha256:\(Self.hash)",
                "5 hash sha256:\(Self.hash)",
            ])
    }

    @Test("Columns are found by their headings, or stand in the order of an export")
    func columns() throws {
        let text = "Reason,Email,Expires\ncomplaint,a@b.example,2027-01-31\n"
        #expect(try rows(text) == ["2 address a@b.example complaint 2027-01-31T00:00:00Z"])
        #expect(
            try rows("a@b.example,\"asked, twice\",2020-01-01,2027-01-31T12:00:00Z\n")
                == ["1 address a@b.example asked, twice 2027-01-31T12:00:00Z"])
    }

    @Test(
        "What cannot be used is told with its line, and the rest goes on",
        arguments: [
            ("nobody", "there is no @"), ("@no_domain", "domain"), ("sha256:12", "64 hexadecimal digits"),
        ])
    func problems(line: String, says: String) throws {
        let rows = try rows("c@d.example\n\(line)\ne@f.example\n")
        #expect(rows.count == 3)
        #expect(rows[1].hasPrefix("2: ") && rows[1].contains(says), "\(rows[1])")
        #expect(rows[2] == "3 address e@f.example")
    }

    @Test(
        "Nobody stays mailable because of a reason or a date",
        arguments: [
            ("a@b.example,x,yesterday", "2 address a@b.example x"),
            ("a@b.example,x,2024-03-01 10:00:00", "2 address a@b.example x"),
            ("a@b.example,x,,soon", "2 address a@b.example x; `soon` is no moment"),
            (
                "a@b.example,\(String(repeating: "x", count: 199))é",
                "2 address a@b.example \(String(repeating: "x", count: 199))"
            ),
            ("a@b.example,\"5.1.1\u{1}gone\"", "2 address a@b.example 5.1.1 gone"),
        ])
    func kept(line: String, reads: String) throws {
        let rows = try rows("entry,reason,created,expires\n\(line)\n")
        #expect(rows.count == 1 && rows[0].hasPrefix(reads), "\(rows)")
    }

    @Test("When an entry was made is read as other systems write it, and is else not known")
    func created() throws {
        let text = "entry,created\na@b.example,2024-03-01 10:00:00\nc@d.example,yesterday\n"
        var reader = SuppressionReader(CSVReaderTests.source(Array(text.utf8)))
        var moments: [String?] = []
        while case .entry(let entry)? = try reader.next() { moments.append(entry.createdAt?.rfc3339) }
        #expect(moments == ["2024-03-01T10:00:00Z", nil])
    }

    @Test(
        "What is written as CSV is read back as it was",
        arguments: ["plain", "a,b", "say \"x\"", " spaces ", "semi;colon", "tab\there", "two\nlines", "", "Zoë 梅"])
    func field(text: String) throws {
        var reader = CSVReader(CSVReaderTests.source(Array(CSVField.row(["x", text, "y"]).utf8)))
        #expect(try reader.next())
        #expect(reader.fieldCount == 3)
        #expect(String(decoding: reader.field(1), as: UTF8.self) == text)
    }

    @Test("Expiries are days, moments and durations, and never in the past")
    func expiries() throws {
        let now = try #require(ExpiryText.moment("2026-11-01"))
        #expect(try ExpiryText.parse("2027-01-31", now: now).rfc3339 == "2027-01-31T00:00:00Z")
        #expect(try ExpiryText.parse("90d", now: now).rfc3339 == "2027-01-30T00:00:00Z")
        for text in ["2020-01-01", "soon", "2027-02-30"] {
            #expect(throws: SettingSyntaxError.self) { try ExpiryText.parse(text, now: now) }
        }
    }
}
