import FanmailMIME
import TestSupport
import Testing

struct AddressListTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let addresses: [String]
        let names: [String?]
        let groups: [String]

        init(_ text: String, _ addresses: [String], names: [String?]? = nil, groups: [String] = []) {
            self.text = text
            self.addresses = addresses
            self.names = names ?? addresses.map { _ in nil }
            self.groups = groups
        }

        var testDescription: String { text }
    }

    static let good: [Case] = [
        Case("", []),
        Case(" , ,\t", []),
        Case("a@b.example", ["a@b.example"]),
        Case("<a@b.example>", ["a@b.example"]),
        Case("a@b.example, c@d.example", ["a@b.example", "c@d.example"]),
        Case(",a@b.example,,c@d.example,", ["a@b.example", "c@d.example"]),
        Case("Ada <a@b.example>", ["a@b.example"], names: ["Ada"]),
        Case("Ada   King\t<a@b.example>", ["a@b.example"], names: ["Ada King"]),
        Case("John Q. Public<a@b.example>", ["a@b.example"], names: ["John Q. Public"]),
        Case("\"Torvalds, Linus\" <l@b.example>", ["l@b.example"], names: ["Torvalds, Linus"]),
        Case(#""a \"b\" <x@y.example>" <a@b.example>"#, ["a@b.example"], names: [#"a "b" <x@y.example>"#]),
        Case("\"\" <a@b.example>", ["a@b.example"]),
        Case("=?UTF-8?Q?Zo=C3=AB?= <z@b.example>", ["z@b.example"], names: ["=?UTF-8?Q?Zo=C3=AB?="]),
        Case("Zoë <z@b.example>", ["z@b.example"], names: ["Zoë"]),
        Case("[News] x <a@b.example>", ["a@b.example"], names: ["[News] x"]),
        Case("(who) a@b.example (why (really))", ["a@b.example"]),
        Case("Ada (the \\) first) <a@b.example>", ["a@b.example"], names: ["Ada"]),
        Case("a@b.example (x, y@z.example)", ["a@b.example"]),
        Case("a (x) @ (y) b.example", ["a@b.example"]),
        Case("a . b @ c . example", ["a.b@c.example"]),
        Case("< a@b.example >", ["a@b.example"]),
        Case(#""a b"@c.example"#, [#""a b"@c.example"#]),
        Case(#""a@b"@c.example"#, [#""a@b"@c.example"#]),
        Case(#""a\"b"@c.example"#, [#""a\"b"@c.example"#]),
        Case("a@[192.0.2.1]", ["a@[192.0.2.1]"]),
        Case("A <a@[IPv6:2001:db8::1]>, b@c.example", ["a@[IPv6:2001:db8::1]", "b@c.example"], names: ["A", nil]),
        Case("undisclosed-recipients:;", [], groups: ["undisclosed-recipients"]),
        Case(
            "My Friends: a@b.example, C <c@d.example>;", ["a@b.example", "c@d.example"], names: [nil, "C"],
            groups: ["My Friends"]),
        Case(
            "x@y.example, g:;, \"h, i\": a@b.example,; , z@y.example", ["x@y.example", "a@b.example", "z@y.example"],
            groups: ["g", "h, i"]),
        // A combining mark does not hide the comma before it.
        Case("a@b.example,\u{301}c@d.example", ["a@b.example", "\u{301}c@d.example"]),
    ]

    @Test(arguments: good)
    func reads(expected: Case) throws {
        let list = try AddressList(expected.text)
        #expect(list.entries.map(\.address) == expected.addresses)
        #expect(list.entries.map(\.displayName) == expected.names)
        #expect(list.groups == expected.groups)
    }

    @Test(arguments: [
        ("Ada", "no address"),
        ("Ada, b@c.example", "no address"),
        ("a@b.example c@d.example", "no comma before \"c@d.example\""),
        ("<a@b.example> <c@d.example>", "no comma"),
        ("g: a@b.example; c@d.example", "no comma"),
        ("g:; c@d.example", "no comma"),
        ("a@b.example; c@d.example", "semicolon stands outside"),
        ("; a@b.example", "semicolon"),
        ("an nounce@lists.example", "has a space"),
        ("<an nounce@lists.example>", "has a space"),
        ("Ada announce@lists.example", "has a space"),
        ("an(x)nounce@lists.example", "has a space"),
        ("@b.example", "nothing before an @"),
        ("<@b.example>", "source route"),
        ("<@a.example,@b.example:c@d.example>", "source route"),
        ("a@", "nothing behind an @"),
        ("a@, b@c.example", "nothing behind an @"),
        ("<>", "<> is no address"),
        ("Ada <ada>", "<ada> is no address"),
        ("Ada <a@b.example", "not closed with >"),
        ("Ada <a@b.example c>", "not closed with >"),
        ("a@b@c.example", "no comma"),
        ("g: a@b.example", "not closed with a semicolon"),
        ("g: h: a@b.example;;", "no address"),
        (": a@b.example;", "no address"),
        ("\"Ada <a@b.example>", "quoted string is not closed"),
        ("\"Ada\\", "quoted string is not closed"),
        ("(Ada a@b.example", "comment is not closed"),
        ("((Ada) a@b.example", "comment is not closed"),
        ("(Ada\\", "comment is not closed"),
        ("Ada) <a@b.example>", "parenthesis"),
        ("a@[192.0.2.1", "not closed with ]"),
        ("a@[<b@c.example>]", "not closed with ]"),
        ("a@b.example> x", "no comma"),
    ])
    func refuses(text: String, part: String) {
        do throws(AddressListFailure) {
            let list = try AddressList(text)
            Issue.record("it was read as \(list.entries)")
        } catch {
            #expect(error.reason.contains(part), "\(error.reason)")
        }
    }

    @Test(
        "A name that says what the address says needs no quotes",
        arguments: [
            ("news@b.example <news@b.example>", "news@b.example"), ("News@B.Example<news@b.example>", "News@B.Example"),
            ("(x) news@b.example (y) <news@b.example>", "news@b.example (y)"),
            ("Our news@b.example <news@b.example>", "Our news@b.example"),
            ("Bob\u{FF1C}news@b.example\u{FF1E} <news@b.example>", "Bob\u{FF1C}news@b.example\u{FF1E}"),
            ("'news@b.example' <news@b.example>", "'news@b.example'"),
        ])
    func namesThatAgree(text: String, name: String) throws {
        for text in [text, "a@c.example, \(text), d@e.example", "g: a@c.example, \(text), d@e.example;"] {
            let list = try AddressList(text)
            let entry = try #require(list.entries.first { $0.address == "news@b.example" })
            #expect(entry.displayName == name)
            #expect(list.lacksQuotes && (list.entries.count == 1 || list.entries.count == 3))
        }
        #expect(try !AddressList("\"news@b.example\" <news@b.example>").lacksQuotes)
    }

    @Test(
        "Any other name has to stand in quotes",
        arguments: [
            ("Bob, Smith <bob@b.example>", #"put the name in quotes: "Bob, Smith" <bob@b.example>"#),
            ("Bob :: X <bob@b.example>", #"put the name in quotes: "Bob :: X" <bob@b.example>"#),
            ("Re: News <bob@b.example>", #"put the name in quotes: "Re: News" <bob@b.example>"#),
            ("Re: News, weekly <bob@b.example>", #"put the name in quotes: "Re: News, weekly" <bob@b.example>"#),
            ("a@c.example, Bob @ Home <bob@b.example>", #"put the name in quotes: "Bob @ Home" <bob@b.example>"#),
            ("@bob <bob@b.example>", #"put the name in quotes: "@bob" <bob@b.example>"#),
            ("bob@home.example <bob@b.example>", #"put the name in quotes, "bob@home.example" <bob@b.example>"#),
            ("Re: bob@b.example <bob@b.example>", #"put the name in quotes: "Re: bob@b.example" <bob@b.example>"#),
            (#"Bob "B", Smith <bob@b.example>"#, #"put the name in quotes: "Bob \"B\", Smith" <bob@b.example>"#),
            ("Bob \u{FF1C}bob@b.example\u{FF1E}", "full-width; write Bob <bob@b.example>"),
            ("\u{FF1C}bob@b.example\u{FF1E}", "full-width"),
            ("a@c.example Bob\u{FF1C}bob@b.example\u{FF1E}", "full-width"),
        ])
    func namesThatNeedQuotes(text: String, part: String) {
        do throws(AddressListFailure) {
            let list = try AddressList(text)
            Issue.record("it was read as \(list.entries)")
        } catch {
            #expect(error.reason.contains(part), "\(error.reason)")
            #expect(error.reason.contains("put the name in quotes"), "\(error.reason)")
        }
    }

    /// Ten times the text takes about ten times as long, whatever is open in it.
    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            "<", "\"", "(", ",", "a@b <", "x,", "x, y:", "a@b (", "<a", "\"<", "\\\"", "\u{FF1C}a@b", "g:x <a@b>",
        ])
    func anyTextIsReadInOnePass(piece: String) {
        func seconds(_ count: Int) -> Double {
            let text = String(repeating: piece, count: count)
            return ThreadTime.least { _ = try? AddressList(text + " <a@b.example>") }
        }
        let (short, long) = (seconds(1_000), seconds(10_000))
        #expect(long < max(short, 0.001) * 30, "\(short), \(long)")
    }

    @Test func theDepthOfCommentsIsBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + String(repeating: ")", count: depth) + "a@b.example"
        }
        #expect(try AddressList(nested(20)).entries.count == 1)
        #expect(throws: AddressListFailure.self) { try AddressList(nested(21)) }
        #expect(throws: AddressListFailure.self) { try AddressList(nested(200_000)) }
    }

    @Test func reasonsAreShortAndSafe() {
        do throws(AddressListFailure) {
            _ = try AddressList("\u{1B}[2J" + String(repeating: "x", count: 10_000))
            Issue.record("it was read")
        } catch {
            #expect(error.reason.count < 200)
            #expect(!error.reason.contains("\u{1B}"))
        }
    }

    /// Every beginning of a good field is read or refused; none traps.
    @Test(arguments: good)
    func beginnings(whole: Case) {
        for count in 0...whole.text.unicodeScalars.count {
            let list = try? AddressList(String(whole.text.unicodeScalars.prefix(count)))
            #expect(list.map { $0.entries.count <= whole.addresses.count } ?? true)
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func aLongListIsReadInOnePass() throws {
        let text = Array(repeating: "Ada (x) <a@b.example>", count: 40_000).joined(separator: ", ")
        #expect(try AddressList(text).entries.count == 40_000)
    }
}
