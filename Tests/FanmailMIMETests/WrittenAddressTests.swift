import FanmailMIME
import Testing

struct WrittenAddressTests {
    @Test(
        "One address, however it is written",
        arguments: [
            "ada@example.org", "<ada@example.org>", "Ada <ada@example.org>", "ada@example.org (Ada)",
            "Ada ada@example.org",
            "ada@example.org,", ", ada@example.org", "\"Countess, Ada\" <ada@example.org>",
            "Countess, Ada <ada@example.org>",
            "bob@example.net <ada@example.org>", "\"bob@example.net\" <ada@example.org>", "Ada :: <ada@example.org>",
            "=?utf-8?q?Ada_L=C3=B6velace?= <ada@example.org>", "=?utf-8?q?Ada_=3Cada=40example.org=3E?=",
            "=?UTF-8?B?QWRhIDxhZGFAZXhhbXBsZS5vcmc+?=", "Ada < ada@example.org >",
            "(a (nested) comment) ada@example.org",
            "Ada \u{FF1C}ada@example.org\u{FF1E}", "Ada [x] <ada@example.org>", "Ada (unclosed <ada@example.org>",
            "\"Ada <ada@example.org>",
            "mailto:ada@example.org",
            "<mailto:ada@example.org>", "ada@example.org <ada@example.org>", "Ada. L. <ada@example.org>;",
            "Group: ada@example.org;", "\"ada@example.org\"", "<<ada@example.org>>",
            "ada@example.org; ADA@example.org",
        ])
    func one(text: String) {
        #expect(WrittenAddress.only(in: text)?.lowercased() == "ada@example.org", "\(text)")
    }

    @Test(
        "None, or more than one",
        arguments: [
            "", "Ada", "ada@example.org, bob@example.org", "@", "a@", "<>", "a b@", "@@",
        ])
    func none(text: String) {
        #expect(WrittenAddress.only(in: text) == nil, "\(text)")
    }

    @Test(
        "Of what came in, the fields are read wherever they begin",
        arguments: [
            "\u{FEFF}", "\n", "\r\n \r\n", "no field\n", " continued\n", "From x@y Mon Nov 23 08:00:00 2026\n",
            ">From x\n",
            "\u{FEFF}\n\nFrom x@y Mon Nov 23 08:00:00 2026\nhello\n", "a\u{0}b: c\n", "Größe: 1\n",
        ])
    func received(start: String) throws {
        let message = Array("\(start)From: ada@example.org\nno field\nTo: b@example.org\n\nbody\n".utf8)
        let header = try HeaderSection(received: message)
        #expect(header.first("From")?.value == "ada@example.org")
        #expect(header.first("To")?.value == "b@example.org")
        #expect(String(decoding: message[header.bodyStart...], as: UTF8.self) == "body\n")
    }
}
