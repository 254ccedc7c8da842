import Testing

@testable import FanmailBasics
@testable import MailingLists

struct FilterTests {
    @Test("`and` binds closer than `or`, `not` closer than both")
    func precedence() throws {
        let name = Filter.compare(.name, .equal, .text("x"))
        let tag = Filter.compare(.tag, .unequal, .text("y"))
        let city = Filter.exists(.attribute(["city"]))
        #expect(
            try Filter(parsing: "name = \"x\" or tag <> 'y' and not attributes.city exists")
                == .any([name, .all([tag, .not(city)])]))
        #expect(
            try Filter(parsing: "( NAME == 'x' OR tag != \"y\" ) AND attributes.city EXISTS")
                == .all([.any([name, tag]), city]))
    }

    @Test("Values have the types they are written in")
    func values() throws {
        let field = Filter.Field.attribute(["a", "b-c"])
        for (text, value) in [
            ("1", .integer(1)), ("-2.5", .number(-2.5)), ("1e3", .number(1000)), ("true", .boolean(true)),
            ("\"1\"", .text("1")), ("'it\\'s'", .text("it's")), ("\"\"", .text("")),
        ] as [(String, Filter.Value)] {
            #expect(try Filter(parsing: "attributes.a.b-c = \(text)") == .compare(field, .equal, value), "\(text)")
        }
        let day = try #require(ExpiryText.moment("2026-01-31"))
        #expect(
            try Filter(parsing: "subscribed>=2026-01-31")
                == .compare(.subscribed, .greaterOrEqual, .moment(day, isDay: true)))
        #expect(try Filter(parsing: "tag in ('a', \"b\")") == .among(.tag, [.text("a"), .text("b")]))
    }

    @Test("A name is written as it is spelled where it comes from, in quotes where that takes it")
    func names() throws {
        for (text, path) in [
            ("attributes.\"Member Rating\"", ["Member Rating"]), ("attributes.'a.b'.c", ["a.b", "c"]),
            ("attributes.a.\"b c\".d", ["a", "b c", "d"]), ("attributes.OPTIN_TIME", ["OPTIN_TIME"]),
            ("first_name", ["first_name"]),
        ] {
            #expect(try Filter(parsing: "\(text) exists") == .exists(.attribute(path)), "\(text)")
        }
        for text in ["tag.\"x\" = 1", "attributes.\"\" = 1", "attributes.\"a", "attributes.'a\"b' = 1"] {
            #expect(throws: FilterSyntaxError.self, "\(text)") { try Filter(parsing: text) }
        }
    }

    @Test(
        "A mistake is told with its column",
        arguments: [
            ("", 1, "name of a field"), ("nam = \"x\"", 1, "did you mean `name`"), ("name \"x\"", 6, "comparison"),
            ("name = x", 8, "put texts in quotes"), ("name = 5", 8, "put it in quotes"),
            ("name = \"x", 8, "never ends"),
            ("name = \"x\" tag = 'y'", 12, "and, or"), ("(name = 'x'", 12, "parenthesis"),
            ("subscribed < \"soon\"", 14, "day"), ("subscribed = true", 14, "day"), ("a.b = 1", 1, "no field"),
            ("name = 'x' & tag = 'y'", 12, "no meaning"), ("attributes.1 = 2", 1, "name of an attribute"),
            ("name in 'x'", 9, "parentheses"), ("attributes.a ~ 5", 14, "text"),
            ("name = 'ü' and", 15, "name of a field"),
            (String(repeating: "(", count: 60), 51, "nested"), (String(repeating: "x", count: 10_001), 1, "longer"),
            ("not", 4, "name of a field"), ("name ! 'x'", 6, "no meaning"),
        ])
    func mistakes(text: String, column: Int, says: String) throws {
        let error = try #require(throws: FilterSyntaxError.self) { try Filter(parsing: text) }
        #expect(error.column == column, "\(error)")
        #expect(error.reason.contains(says), "\(error)")
    }
}
