import Testing

@testable import FanmailBasics
@testable import MailingLists
@testable import SubscriberFiles

/// Which columns there are, and what they are.
struct ColumnTests {
    private struct Read {
        var mapping: ColumnMapping
        var names: [String]
        var warnings: [String]
        var rows: [String]
    }

    private func read(
        _ text: String, _ map: [String: HeadingTarget] = [:], delimiter: UInt8? = nil
    ) throws -> Read {
        var file = FileKnowledge()
        file.options = map
        var reader = try SubscriberReader(CSVReaderTests.source(Array(text.utf8)), file, delimiter: delimiter)
        var read = Read(
            mapping: reader.mapping, names: reader.extra.attributes.map(\.name),
            warnings: reader.warnings.map(\.description), rows: [])
        while let row = try reader.next() {
            read.rows.append(
                row.problem?.reason ?? String(decoding: row.address, as: UTF8.self)
                    + String(decoding: row.details?.attributes ?? [], as: UTF8.self))
        }
        return read
    }

    static let delimited: [(text: String, delimiter: Character)] = [
        ("email;Name, first;City\na@x.example;Ada;Paris\n", ";"),
        ("email;a,b,c;d\na@x.example;1,2,3;x\nb@x.example;1,2,3;x\n", ";"),
        ("email,tags\na@x.example,x;y\nb@x.example,x;y;z\n", ","),
        ("email|name\na@x.example|Ada\n", "|"), ("name|email\nAda, L|a@x.example\nBob, M|b@x.example\n", "|"),
        ("email\tname, first\na@x.example\tAda, L\n", "\t"), ("email;price\na@x.example;1,5\n", ";"),
        ("email\na@x.example\n", ","), ("email;name\n", ";"), ("a@x.example;Ada\nb@x.example;Bob\n", ";"),
        ("\"Lovelace, Ada\" <a@x.example>;x\n", ";"), ("\u{FEFF}email;n,m\r\na@x.example;\"1;2\"\r\n", ";"),
    ]

    @Test("The delimiter is judged by several lines", arguments: delimited.indices)
    func delimiters(index: Int) throws {
        let (text, delimiter) = Self.delimited[index]
        let reader = try SubscriberReader(CSVReaderTests.source(Array(text.utf8)))
        let found = reader.delimiter
        #expect(found == delimiter)
    }

    @Test("A delimiter that is named is used", arguments: [(";", ";"), ("tab", "\t"), ("|", "|"), ("Semicolon", ";")])
    func named(name: String, delimiter: String) throws {
        let byte = try ColumnDelimiter.parse(name)
        #expect([byte] == Array(delimiter.utf8))
        let rows = try read("email\(delimiter)a,b,c\na@x.example\(delimiter)1,2,3\n", delimiter: byte).rows
        #expect(rows == [#"a@x.example{"a_b_c":"1,2,3"}"#])
        for text in ["", "x", ";;", "\"", "@", ".", "\n"] {
            #expect(throws: SettingSyntaxError.self, "\(text)") { try ColumnDelimiter.parse(text) }
        }
    }

    @Test("Headings in every script name attributes, and none is lost")
    func scripts() throws {
        let text = """
            Имя,邮箱,Όνομα,Größe,größe,Cafe\u{301},हिन्दी,★,,Ort
            Ада,a@x.example,Ada,1,2,3,4,5,6,7

            """
        let read = try read(text)
        #expect(read.mapping.address == 1)
        let attributes =
            #"{"café":"3","column_8":"5","column_9":"6","größe":"1","größe_2":"2","ort":"7","όνομα":"Ada","имя":"Ада","हिन्दी":"4"}"#
        #expect(read.rows == ["a@x.example\(attributes)"])
        for name in read.names { #expect(try SubscriberText.attributeName(name) == name) }
        let filter = try Filter(parsing: #"attributes.Cafe\#u{301} = "3" and attributes.имя exists"#)
        #expect(
            filter == .all([.compare(.attribute(["Caf\u{E9}"]), .equal, .text("3")), .exists(.attribute(["имя"]))]))
    }

    @Test("Two columns that would have one name, or one meaning, are both kept")
    func twice() throws {
        let text = "email,City,city,first name,vorname,tags,labels\na@x.example,1,2,Ada,Bea,t,u\n"
        #expect(
            try read(text).rows == [
                #"a@x.example{"city":"1","city_2":"2","first_name":"Ada","labels":"u","vorname":"Bea"}"#
            ])
        let long = String(repeating: "x", count: 70)
        #expect(try read("email,\(long)1,\(long)2\na@x.example,1,2\n").names.count == 2)
    }

    @Test("Two columns called email: told which, and each may be named")
    func twoAddresses() throws {
        let text = "email,name,Email\na@x.example,Ada,b@x.example\n"
        let first = try read(text)
        #expect(first.rows == [#"a@x.example{"address":"b@x.example"}"#])
        #expect(first.warnings.count == 1 && first.warnings[0].contains("columns 1 and 3"))
        #expect(try read(text, ["#3": .address]).rows[0].hasPrefix("b@x.example"))
        let same = "email,email\na@x.example,b@x.example\n"
        let failure = #expect(throws: InputFailure.self) { try read(same, ["email": .address]) }
        #expect(failure?.message.contains("\"#1\" or \"#2\"") == true)
    }

    @Test("A column of addresses is found by what is in it; of two a person has to say which")
    func content() throws {
        #expect(try read("Кто,Куда\nАда,a@x.example\nБоб,b@x.example\n").mapping.address == 1)
        #expect(try read("Address,Kontakt\n1 Main St,a@x.example\n2 Side St,b@x.example\n").mapping.address == 1)
        let failure = #expect(throws: InputFailure.self) { try read("А,Б\na@x.example,b@x.example\n") }
        #expect(failure?.remedy?.code == .mapAddress)
        #expect(throws: InputFailure.self) { try read("А,Б\n1,2\n") }
    }

    @Test("Without headings nobody is lost beside the first address of a line")
    func severalInARow() throws {
        #expect(
            try read("a@x.example,b@x.example\nc@x.example,C\n").rows == ["a@x.example", "b@x.example", "c@x.example"])
        #expect(try read("a@x.example,Ada,b@x.example\n").rows[0].contains("more than one address"))
        #expect(try read("a@x.example,1,2\n").warnings.count == 1)
    }

    @Test(
        "A line of several addresses is as many people",
        arguments: [
            ("Ada <ada@x.example>, Bob <bob@x.example>; carl@x.example", ["ada Ada", "bob Bob", "carl "]),
            ("ada@x.example; bob@x.example", ["ada ", "bob "]), ("ada@x.example,bob@x.example,", ["ada ", "bob "]),
            ("Lovelace, Ada <ada@x.example>; Bob <bob@x.example>", ["ada Lovelace, Ada", "bob Bob"]),
            ("\"King; Zoe, jr.\" <zoe@x.example>, bob@x.example", ["zoe King; Zoe, jr.", "bob "]),
            ("\"ada@x.example, bob@x.example\"", ["ada ", "bob "]),
        ])
    func severalPeople(line: String, people: [String]) throws {
        for (before, after) in [
            ("", ""), ("carol@x.example\n", "\ndan@x.example\n"), ("email\n", "\n"), ("# members\n", ""),
        ] {
            var reader = try SubscriberReader(CSVReaderTests.source(Array((before + line + after).utf8)))
            var found: [String] = []
            while let row = try reader.next() {
                #expect(row.problem == nil)
                found.append(
                    String(decoding: row.address.prefix { $0 != UInt8(ascii: "@") }, as: UTF8.self) + " "
                        + String(decoding: row.name, as: UTF8.self))
            }
            let all = (before.contains("@") ? ["carol "] : []) + people + (after.contains("@") ? ["dan "] : [])
            #expect(found == all, "\(before)")
        }
    }

    @Test("Dates of which nobody knows whether they begin with the month are understood by the others of the file")
    func orders() throws {
        func joined(_ text: String, _ order: WrittenMoment.DayOrder? = nil) throws -> String? {
            var file = FileKnowledge()
            file.order = order
            var reader = try SubscriberReader(CSVReaderTests.source(Array(text.utf8)), file)
            return try reader.next()?.details?.consent.joinedAt?.rfc3339
        }
        let text = "email,Signup Date,Birthday\na@x.example,03/04/2025,\n"
        #expect(try joined(text) == nil)
        #expect(try joined(text + "b@x.example,,17/04/1980\n") == "2025-04-03T00:00:00Z")
        #expect(try joined(text + "b@x.example,04/17/2025 10:00,\n") == "2025-03-04T00:00:00Z")
        #expect(try joined(text + "b@x.example,04/17/2025,17/04/1980\n") == nil)
        #expect(try joined(text + "b@x.example,,17/04/1980\n", .monthFirst) == "2025-03-04T00:00:00Z")
    }

    @Test("A tag may hold a comma where it is in quotes")
    func tags() throws {
        for (cell, tags) in [
            ("\"vip, press\"", #"["press","vip"]"#),
            ("\"\"\"vip\"\",\"\"press, radio\"\"\"", #"["press, radio","vip"]"#),
            ("\"a;\"\"b \"\"\"\"c\"\"\"\"; d\"\"\"", #"["a","b \"c\"; d"]"#), ("\"[\"\"x, y\"\"]\"", #"["x, y"]"#),
            ("\"5\"\" disk, b\"", #"["5\" disk","b"]"#), ("\"\"\"a\"", #"["a"]"#), ("\" ,; \"", ""),
        ] {
            var reader = try SubscriberReader(CSVReaderTests.source(Array("email,tags\na@x.example,\(cell)\n".utf8)))
            #expect(try reader.next()?.details.map { String(decoding: $0.tags, as: UTF8.self) } == tags, "\(cell)")
        }
    }

    @Test(
        "Blanks of every kind around an address are taken away",
        arguments: [
            "\u{A0}", "\u{200B}", "\u{FEFF}", "\u{3000}", "\u{2003}", "\u{2060}", "\u{200E}", "\u{AD}", " \u{A0}\t",
        ])
    func blanks(blank: String) throws {
        let rows = try read(
            "email,x\n\(blank)a@x.example\(blank),1\nAda\(blank)<\(blank)b@x.example\(blank)>\(blank),1\na\(blank)b@x.example,1\n"
        ).rows
        #expect(rows[0].hasPrefix("a@x.example{") && rows[1].hasPrefix("b@x.example{"))
        let shown = AddressCell.visible("a\(blank)@x.example".utf8)
        #expect(shown.contains("\\u{") && shown.unicodeScalars.allSatisfy { $0 == " " || !$0.isBlank })
        #expect(AddressCell.visible("\u{200B}".utf8) == "\\u{200B}")
    }

    @Test(
        "Languages become tags",
        arguments: [
            ("German", "de"), ("Deutsch", "de"), ("de_DE", "de-DE"), ("de_DE.UTF-8", "de-DE"), ("EN", "en"),
            ("deu", "de"),
            ("pt-br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("français", "fr"), ("Русский", "ru"), ("日本語", "ja"),
            ("German (Austria)", "de"), ("English", "en"), ("eng-GB", "en-GB"), ("Klingonisch", nil), ("42", nil),
            ("de, en;q=0.8", "de"), ("gsw", "gsw"), ("GB", nil), ("us", nil), ("AT", nil), ("USA", nil), ("GBR", nil),
            ("DEU", "de"), ("gb-Latn", nil),
        ] as [(String, String?)])
    func languages(text: String, tag: String?) {
        #expect(LanguageTag.understood(text) == tag)
    }

    @Test("A column of countries is no column of languages", arguments: ["CC", "Country", "country_code", "Land"])
    func countries(heading: String) throws {
        let text = "email,\(heading)\na@x.example,de\n"
        let failure = #expect(throws: InputFailure.self) { try read(text, [heading: .language]) }
        #expect(failure?.kind == .usage && failure?.message.contains("countries") == true)
        #expect(try read(text).rows[0].contains(#":"de"}"#))
    }

    @Test("A language that is not known is told, and its row is kept")
    func unknownLanguage() throws {
        var reader = try SubscriberReader(
            CSVReaderTests.source(Array("email,language\na@x.example,Klingonisch\nb@x.example,Deutsch\n".utf8)))
        let first = try #require(try reader.next())
        #expect(first.problem == nil && first.note?.contains("`Klingonisch` is no language") == true)
        let second = try #require(try reader.next())
        #expect(second.note == nil && second.details?.language == Array("de".utf8))
    }

    @Test("Control characters are mended and told, and several lines stay several lines")
    func controls() throws {
        var reader = try SubscriberReader(
            CSVReaderTests.source(Array("email,name,city\na@x.example,\"A\r\nB\u{85}C\",\"x\r\ny\u{1}\tz\"\n".utf8)))
        let row = try #require(try reader.next())
        #expect(String(decoding: row.name, as: UTF8.self) == "A  B  C")
        #expect(row.details?.attributes == Array(#"{"city":"x\ny \tz"}"#.utf8))
        #expect(row.note != nil)
        #expect(throws: SettingSyntaxError.self) { try SubscriberText.assignment("city=a\r\nb") }
        #expect(throws: SettingSyntaxError.self) { try SubscriberText.assignment("city:={\"a\":\"\\u0007\"}") }
        #expect(throws: SettingSyntaxError.self) { try SubscriberText.name("a\u{85}b") }
    }
}
