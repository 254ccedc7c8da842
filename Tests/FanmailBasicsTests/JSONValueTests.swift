import FanmailBasics
import TestSupport
import Testing

@Suite("JSON")
struct JSONValueTests {
    @Test(
        "is written as it was read, in its order, without white space",
        arguments: [
            (" { \"b\" : [1, -2.5, true, null] , \"a\":\"x\" } ", #"{"b":[1,-2.5,true,null],"a":"x"}"#),
            (#""\u00e9\ud83d\ude00\n\r\t\"\\\/\b\f""#, #""é😀\n\r\t\"\\/\u0008\u000c""#),
            ("9223372036854775807", "9223372036854775807"), ("9223372036854775808", "9.223372036854776e+18"),
            ("-0", "0"), ("1e3", "1000.0"), ("0.12345", "0.12345"), ("[]", "[]"), ("{}", "{}"), (" true\n", "true"),
            ("\"\u{7F}\u{85}\u{A0}\"", "\"\\u007f\\u0085\u{A0}\""), ("\"\"", "\"\""),
            (#"{"":{"":[[]]}}"#, #"{"":{"":[[]]}}"#),
            (#"{"a":1,"b":1,"A":1}"#, #"{"a":1,"b":1,"A":1}"#),
        ])
    func thereAndBack(text: String, expected: String) throws {
        let written = try JSONValue(parsing: text).text
        #expect(written == expected)
        #expect(try JSONValue(parsing: written).text == expected)
    }

    @Test(
        "is refused with the place and the reason where it is none, or means several things",
        arguments: [
            ("", 0, "missing"), ("[1,]", 3, "no JSON value"), ("{\"a\" 1}", 5, "colon"), ("\"open", 5, "closing quote"),
            ("01", 2, "no JSON value"), ("nul", 0, "no JSON value"), ("1 2", 2, "follows"), ("+1", 0, "no JSON value"),
            ("1.", 2, "digit"), ("1e999", 5, "too large"), ("\"a\tb\"", 2, "control"), ("\"\\x\"", 3, "escape"),
            ("\"\\ud800x\"", 7, "surrogate"), ("\"\\udc00\"", 7, "surrogate"), ("\"\\u0000\"", 7, "NUL"),
            ("\"\\u+123\"", 3, "hexadecimal"), ("\"\\u12\"", 3, "hexadecimal"), ("[1", 2, "comma"),
            ("{\"a\":1", 6, "comma"),
            ("{a:1}", 1, "quotes"), ("[[[[[[[[[1]]]]]]]]]", 9, "deeper"), ("{\"a\":1,\"a\":2}", 11, "twice"),
            ("[{\"e\u{301}\":1,\"\u{e9}\":2}]", 15, "twice"),
        ])
    func refused(text: String, offset: Int, reason: String) throws {
        let error = try #require(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
        #expect(error.offset == offset && error.reason.contains(reason), "\(error)")
    }

    @Test("that is no UTF-8 is none") func encoding() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xC3, 0x22]) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0x5C, 0x6E, 0xC3, 0x22]) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0xEF, 0xBB, 0xBF, 0x31]) }
    }

    @Test("A name that stands twice is found among few and among many", arguments: [1, 15, 16, 17, 500])
    func twice(count: Int) throws {
        let members = (0..<count).map { "\"n\($0)\":\($0)" }
        #expect(try JSONValue(parsing: "{\(members.joined(separator: ","))}")["n\(count - 1)"]?.text == "\(count - 1)")
        for name in Set([0, count / 2, count - 1]) {
            let text = "{\((members + ["\"n\(name)\":0"]).joined(separator: ","))}"
            #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
        }
    }

    @Test("A member is found by its name, and a text is a text") func members() throws {
        let value = try JSONValue(parsing: #"{"a":"x","b":1}"#)
        #expect(value["a"]?.string == "x" && value["b"]?.string == nil && value["b"]?.text == "1")
        #expect(value["c"] == nil && JSONValue.array([value])["a"] == nil)
    }

    @Test("Measures have three decimals at most, numbers all of theirs") func numbers() {
        #expect(JSONValue.double(1.23456).text == "1.235" && JSONValue.number(1.23456).text == "1.23456")
        #expect(JSONValue.double(.infinity).text == "null" && JSONValue.double(.nan).text == "null")
        #expect(
            JSONValue.object([("a", 1), ("b", nil), ("c", "x"), ("d", .raw("[ ]"))]).text
                == #"{"a":1,"b":null,"c":"x","d":[ ]}"#)
    }

    @Test(
        "Ten times as much takes ten times as long to read and to write",
        arguments: [
            "\"a\",", "{\"n#\":1},", "[[[]]],", "\"\\u00e9\\n\",", "1.5e3,", "\u{85}", "\\\\", "            ",
            "\"#\":1,",
        ])
    func growth(piece: String) throws {
        func time(_ count: Int) throws -> Double {
            let pieces = (0..<count).map { piece.replacing("#", with: "\($0)") }.joined()
            let text =
                piece.hasSuffix(":1,") ? "{\(pieces)\"\":1}" : piece.hasSuffix(",") ? "[\(pieces)1]" : "\"\(pieces)\""
            let octets = Array(text.utf8)
            return try ThreadTime.least { _ = try JSONValue(parsing: octets).text }
        }
        _ = try time(100)
        let (few, many) = (try time(2000), try time(20_000))
        #expect(many < max(few, 0.001) * 30, "\(few), \(many)")
    }
}
