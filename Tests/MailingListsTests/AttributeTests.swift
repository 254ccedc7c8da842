import Testing

@testable import FanmailBasics
@testable import MailingLists

struct AttributeTests {
    @Test(
        "JSON is read and written in its canonical form, and that again is the same",
        arguments: [
            (" { \"b\" : [1, -2.5, true, null] , \"a\":\"x\" } ", #"{"a":"x","b":[1,-2.5,true,null]}"#),
            (#""\u00e9\ud83d\ude00\n\"\\\/""#, #""é😀\n\"\\/""#), ("9223372036854775807", "9223372036854775807"),
            ("1e3", "1000.0"), ("-0", "0"), ("[]", "[]"), ("{}", "{}"), (#"{"a":1,"b":1}"#, #"{"a":1,"b":1}"#),
            ("\"\u{7F}\u{85}\"", #""\u007f\u0085""#),
        ])
    func canonical(text: String, expected: String) throws {
        let value = try Attribute(parsing: text)
        #expect(value.json == expected)
        #expect(try Attribute(parsing: value.json) == value)
    }

    @Test(
        "What is not JSON is refused with the place",
        arguments: [
            ("", 0), ("[1,]", 3), ("{\"a\" 1}", 5), ("\"open", 5), ("01", 2), ("nul", 0), ("1 2", 2),
            ("\"\\ud800x\"", 7),
            ("1e999", 5), ("\"a\tb\"", 2), ("\"\\u0000\"", 7), ("[[[[[[[[[1]]]]]]]]]", 9), ("+1", 0), ("1.", 2),
            ("{\"a\":1,\"a\":2}", 11), ("[{\"e\u{301}\":1,\"\u{e9}\":2}]", 15),
        ])
    func refused(text: String, offset: Int) throws {
        let error = try #require(throws: JSONSyntaxError.self) { try Attribute(parsing: text) }
        #expect(error.offset == offset, "\(error)")
    }

    @Test("An assignment is a text, or JSON behind :=")
    func assignments() throws {
        let city = try SubscriberText.assignment("city=a=b")
        #expect(city.name == "city" && city.value == .text("a=b"))
        let age = try SubscriberText.assignment("age:=36")
        #expect(age.name == "age" && age.value == .integer(36))
        for text in ["city", "1=x", "a b=x", "age:=thirty", "=x"] {
            #expect(throws: SettingSyntaxError.self) { try SubscriberText.assignment(text) }
        }
        #expect(try SubscriberText.tag("press, radio; tv") == "press, radio; tv")
        for tag in ["", "a\u{1}b", " a", String(repeating: "x", count: 65)] {
            #expect(throws: SettingSyntaxError.self) { try SubscriberText.tag(tag) }
        }
    }
}
