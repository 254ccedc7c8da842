import Foundation
import Testing

@testable import FanmailBasics
@testable import MailingLists
@testable import SubscriberFiles

/// What other systems export, and how their columns are understood.
struct SubscriberDetailsTests {
    private struct Read: Equatable {
        var address: String
        var name = ""
        var language = ""
        var tags = ""
        var attributes = ""
        var hasLeft = false
        var problem: String?
    }

    private func rows(
        _ text: String, map: [String: HeadingTarget] = [:], ignored: Set<String> = [], encoding: TextEncoding? = nil,
        bytes: [UInt8]? = nil, chunk: Int = .max
    ) throws -> [Read] {
        let (source, isJSON) = try CSVReaderTests.source(bytes ?? Array(text.utf8), chunk: chunk).decoded(as: encoding)
        func string(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
        func read(_ address: String, _ name: String, _ details: RowDetails?, _ problem: String?) -> Read {
            Read(
                address: address, name: name, language: string(details?.language ?? []),
                tags: string(details?.tags ?? []),
                attributes: string(details?.attributes ?? []), hasLeft: details?.hasLeft ?? false, problem: problem)
        }
        var rows: [Read] = []
        var file = FileKnowledge()
        (file.options, file.ignored) = (map, ignored)
        if isJSON {
            var reader = JSONSubscriberReader(source, file)
            while let row = try reader.next() { rows.append(read(row.address, row.name, row.details, row.problem)) }
        } else {
            var reader = try SubscriberReader(source, file)
            while let row = try reader.next() {
                let name = row.name.isEmpty ? string(reader.joinedName) : string(row.name)
                rows.append(read(string(row.address), name, row.details, row.problem?.reason))
            }
        }
        return rows
    }

    @Test("An object in a list or behind a name is part of the record, on whatever line it begins")
    func nested() throws {
        let text = #"""
            {"email":"a@x.example","contacts":[
            {"email":"b@y.example"},
            {"email":"c@y.example"}
            ],"more":
            {"x":[1,
            2]}}
            {"email":"d@x.example","city":"Rome",
            {"email":"e@x.example"}
            """#
        let rows = try rows(text)
        #expect(rows.map(\.address) == ["a@x.example", "", "e@x.example"])
        #expect(rows[0].problem == nil && rows[0].attributes.contains("c@y.example"))
        #expect(rows[1].problem?.contains("never ends") == true)
    }

    @Test("Names that are one name in another spelling cost about what others do")
    func manySpellings() throws {
        func took(_ name: (Int) -> String) throws -> Duration {
            let members = (1...20_000).map { "\"\(name($0))\":1" }.joined(separator: ",")
            return try ContinuousClock().measure {
                let rows = try rows("{\"email\":\"a@x.example\",\(members)}")
                #expect(rows.count == 1 && rows[0].problem?.contains("more than 200 attributes") == true)
            }
        }
        let plain = try took { "name\($0)" }
        // All of them fold to `a_b`.
        let same = try took { number in "a" + (0..<15).map { number >> $0 & 1 == 0 ? "-" : "." }.joined() + "b" }
        #expect(same < plain * 20)
    }

    @Test("Mailchimp: first and last names, tags in quotes, everything else an attribute")
    func mailchimp() throws {
        let text = #"""
            "Email Address","First Name","Last Name",Address,MEMBER_RATING,OPTIN_TIME,LEID,TAGS
            ada@example.org,Ada,Lovelace,"12 St James's
            Square",5,"2025-03-01 10:00:00",123,"""vip"",""press"""
            bob@example.org,,,,2,,124,

            """#
        #expect(
            try rows(text) == [
                Read(
                    address: "ada@example.org", name: "Ada Lovelace", tags: #"["press","vip"]"#,
                    attributes:
                        #"{"address":"12 St James's\nSquare","first_name":"Ada","last_name":"Lovelace","leid":"123","member_rating":"5"}"#
                ), Read(address: "bob@example.org", attributes: #"{"leid":"124","member_rating":"2"}"#),
            ])
    }

    @Test("listmonk: attributes are one column of JSON, and its states are heeded, in CSV and in JSON")
    func listmonk() throws {
        let csv = """
            uuid,email,name,attributes,status,created_at
            5d8c,ada@example.org,Ada,"{""city"": ""Paris"", ""age"": 36}",enabled,2025-01-01
            5d8d,bob@example.org,Bob,{},blocklisted,2025-01-02

            """
        let csvRows = try rows(csv, ignored: ["uuid", "created_at"])
        #expect(csvRows[0] == Read(address: "ada@example.org", name: "Ada", attributes: #"{"age":36,"city":"Paris"}"#))
        #expect(csvRows[1] == Read(address: "bob@example.org", name: "Bob", hasLeft: true))
        let json = """
            [{"email":"ada@example.org","name":"Ada","attribs":{"city":"Paris","age":36},"status":"enabled"},
             {"email":"bob@example.org","name":"Bob","attribs":{},"status":"blocklisted","tags":["b","a","b"]}]
            """
        for chunk in [1, 7, 1000] {
            let jsonRows = try rows(json, chunk: chunk)
            #expect(jsonRows[0] == csvRows[0])
            #expect(jsonRows[1] == Read(address: "bob@example.org", name: "Bob", tags: #"["a","b"]"#, hasLeft: true))
        }
    }

    @Test("Mailman: one address a line, with or without a name")
    func mailman() throws {
        #expect(
            try rows("Ada Lovelace <ada@example.org>\nbob@example.org\n\"King, Zoe\" <zoe@example.org>\n").map(\.name)
                == ["Ada Lovelace", "", "King, Zoe"])
    }

    @Test("JSON Lines are read one record at a time, and a bad record is told and left out")
    func jsonLines() throws {
        let text = """
            {"email":"a@b.example","city":"Paris","n":1.5,"deep":{"x":[1,null]}}
            {"email":5}
            {"mail":"c@d.example","name":null,"language":"pt_BR","tags":"x, y"}
            {"email":"e@f.example","tags":[" a"]}
            {"email":"g@h.example" "x":1}
            """
        let all = try rows(text)
        #expect(all[0].attributes == #"{"city":"Paris","deep":{"x":[1,null]},"n":1.5}"#)
        #expect(all[1].problem?.contains("no member email") == true)
        #expect(all[2] == Read(address: "c@d.example", language: "pt-BR", tags: #"["x","y"]"#))
        #expect(all[3].problem?.contains("no tag") == true)
        #expect(all[4].problem?.contains("not JSON, 24 octets") == true, "\(all[4])")
        for text in ["[1]", "{\"email\":\"a@b.example\"", "x"] {
            let last = try rows("{\"email\":\"z@b.example\"}\n\(text)\n{\"email\":\"y@b.example\"}\n")
            #expect(last.count == 3 && last[1].problem != nil, "\(text)")
            #expect(last[0].address == "z@b.example" && last[2].address == "y@b.example", "\(text)")
        }
    }

    @Test("A record that is not closed, or says something twice, costs itself and is told; blanks are taken away")
    func badRecords() throws {
        let text = """
            {"email":"a@b.example","name":"A
            {"email":"b@b.example","x":{"y":1}
            {"email":"c@b.example","email":"d@b.example"}
            {"email":"e@b.example","x":{"y":1,"y":2}}
            {"email":"f@b.example","x":"\\ud800"}
            {"email":"\u{A0}\u{200B}Ada <g@b.example>","mail":"h@b.example","language":"Deutsch","x":"a\\r\\nb\\u0007"}
            {"email":"i@b.example","x":"
            """
        let all = try rows(text)
        #expect(all.count == 7)
        for (row, says) in zip(all, ["never ends", "never ends", "stands twice", "stands twice", "surrogate"]) {
            #expect(row.problem?.contains(says) == true, "\(row)")
        }
        #expect(
            all[5]
                == Read(
                    address: "g@b.example", name: "Ada", language: "de",
                    attributes: #"{"address":"h@b.example","x":"a\nb "}"#))
        #expect(all[6].problem?.contains("never ends") == true)
    }

    @Test("Columns are mapped and left out by name; a column that is not there is an error")
    func mapped() throws {
        let text = "Kontakt;E-Mail privat;Ort;Notiz\nZoë;zoe@example.org;Köln;x\n"
        let map: [String: HeadingTarget] = [
            "Kontakt": .name, "E-Mail privat": .address, "Ort": .attribute("city"),
        ]
        #expect(
            try rows(text, map: map, ignored: ["Notiz"]) == [
                Read(address: "zoe@example.org", name: "Zoë", attributes: #"{"city":"Köln"}"#)
            ])
        let failure = try #require(throws: InputFailure.self) { try rows(text, map: ["Mail": .address]) }
        #expect(failure.kind == .usage && failure.message.contains("`Mail`") && failure.message.contains("`Ort`"))
    }

    @Test("UTF-16 is read by its mark, Latin-1 and Windows-1252 when they are named", arguments: [1, 3, 1000])
    func encodings(chunk: Int) throws {
        let text = "email,name\nzoe@example.org,Zoë €😀\n"
        let expected = [Read(address: "zoe@example.org", name: "Zoë €😀")]
        for big in [true, false] {
            let units = [0xFEFF] + Array(text.utf16)
            let bytes = units.flatMap { unit in
                big ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            }
            #expect(try rows("", bytes: bytes, chunk: chunk) == expected)
        }
        let western = Array("email,name\nzoe@example.org,Zo".utf8) + [0xEB, 0x20, 0x80, 0x0A]
        #expect(try rows("", encoding: .windows1252, bytes: western, chunk: chunk)[0].name == "Zoë €")
        #expect(try rows("", bytes: western).first?.problem?.hasPrefix("the row is not UTF-8") == true)
        let latin = Array("email,name\nzoe@example.org,Zo".utf8) + [0xEB, 0x0A]
        #expect(try rows("", encoding: .latin1, bytes: latin, chunk: chunk)[0].name == "Zoë")
    }

    @Test("Attributes are written in canonical JSON straight from the bytes")
    func canonical() throws {
        let value = "say \"x\" \\ \t\u{1}\u{7F}\u{85}é\u{C2}😀"
        let row = try rows("email,b,a\nx@y.example,\(CSVField.quoted(value)),2\n")[0]
        #expect(row.attributes == Attribute.object(["a": .text("2"), "b": .text(value)]).mended.json)
    }

    @Test(
        "Headings become names of attributes",
        arguments: [
            ("Member Rating", "member_rating"), ("1st visit", "_1st_visit"), ("Größe (cm)", "größe_cm"),
            (String(repeating: "x", count: 100), String(repeating: "x", count: 64)),
        ])
    func headings(heading: String, name: String) throws {
        #expect(HeadingTarget(heading: heading) == .attribute(name))
        #expect(try SubscriberText.attributeName(name) == name)
    }
}
