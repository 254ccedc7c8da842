import FanmailMIME
import Foundation
import TestSupport
import Testing

@Suite("A field that mail cannot carry as it is")
struct MendedFieldTests {
    private func mended(_ field: String) throws -> String {
        let name = field.prefix { $0 != ":" }
        let field = try MendedField(String(name), Array((field + "\r\n").utf8)[...])
        return String(decoding: field.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("Subject: Zo\u{EB}", "Subject: =?UTF-8?Q?Zo=C3=AB?="),
        ("Subject:Zo\u{EB} and  Zo\u{EB}s friends", "Subject: =?UTF-8?Q?Zo=C3=AB?= and  =?UTF-8?Q?Zo=C3=ABs?= friends"),
        ("Subject: \u{6885}\u{7530}  \u{6885}", "Subject: =?UTF-8?Q?=E6=A2=85=E7=94=B0__=E6=A2=85?="),
        // White space between two encoded words is not shown.
        (
            "Subject: =?utf-8?q?Zo=C3=AB?= Zo\u{EB} =?utf-8?q?Zo=C3=AB?=",
            "Subject: =?utf-8?q?Zo=C3=AB?= =?UTF-8?Q?_Zo=C3=AB_?= =?utf-8?q?Zo=C3=AB?="
        ),
        ("Subject: a\r\n Zo\u{EB}\r\n\tb", "Subject: a =?UTF-8?Q?Zo=C3=AB?=\tb"),
        ("From: Zo\u{EB} M\u{FC}ller <z@b.example>", "From: =?UTF-8?Q?Zo=C3=AB_M=C3=BCller?= <z@b.example>"),
        ("From: \"M\u{FC}ller, \\\"Z\\\"\" <z@b.example>", "From: =?UTF-8?Q?M=C3=BCller=2C_=22Z=22?= <z@b.example>"),
        ("From: Zo\u{EB}<z@b.example>", "From: =?UTF-8?Q?Zo=C3=AB?= <z@b.example>"),
        (
            "From: z@b.example (Zo\u{EB} (die (\u{C4}))) ",
            "From: z@b.example (=?UTF-8?Q?Zo=C3=AB?= (die (=?UTF-8?Q?=C3=84?=)))"
        ),
        (
            "To: B\u{FC}cher: a@b.example, Zo\u{EB} <z@b.example>;",
            "To: =?UTF-8?Q?B=C3=BCcher?= : a@b.example,\r\n =?UTF-8?Q?Zo=C3=AB?= <z@b.example>;"
        ),
        (
            "To: news@b\u{FC}cher.example, X <x@B\u{FC}cher.example>",
            "To: news@xn--bcher-kva.example, X <x@xn--bcher-kva.example>"
        ),
        ("Cc: zo\u{EB}@b.example", "Cc: zo\u{EB}@b.example"),
        ("Cc: Zo\u{EB} <zo\u{EB}@b\u{FC}cher.example>", "Cc: =?UTF-8?Q?Zo=C3=AB?= <zo\u{EB}@xn--bcher-kva.example>"),
        (
            "Reply-To: \"a@b\" <a@b.example>, Zo\u{EB} <z@b.example>",
            "Reply-To: \"a@b\" <a@b.example>, =?UTF-8?Q?Zo=C3=AB?= <z@b.example>"
        ),
        (
            "To: n@b.example <n@b.example>, Zo\u{EB} n@b.example <n@b.example>",
            "To: \"n@b.example\" <n@b.example>, =?UTF-8?Q?Zo=C3=AB?= \"n@b.example\"\r\n <n@b.example>"
        ),
        ("Keywords: Zo\u{EB}, \"b c\", d", "Keywords: =?UTF-8?Q?Zo=C3=AB?= , \"b c\", d"),
        (
            "List-Archive: Arch\u{ED}v <https://b.example/\u{E9}?a=b%20>",
            "List-Archive: =?UTF-8?Q?Arch=C3=ADv?= <https://b.example/%C3%A9?a=b%20>"
        ),
        ("Received: by x (Zo\u{EB}); Mon", "Received: by x (=?UTF-8?Q?Zo=C3=AB?=); Mon"),
        (
            "Content-Type: text/plain; charset=utf-8; name=\"Zo\u{EB}.txt\"",
            "Content-Type: text/plain; charset=utf-8; name*=UTF-8''Zo%C3%AB.txt"
        ),
        (
            "Content-Disposition: attachment; filename=Zo\u{EB} a.pdf (x)",
            "Content-Disposition: attachment; filename*=UTF-8''Zo%C3%AB%20a.pdf (x)"
        ),
        (
            "Content-Disposition: attachment;filename*=UTF-8''Zo\u{EB}",
            "Content-Disposition: attachment; filename*=UTF-8''Zo%C3%AB"
        ),
        (
            "Content-Disposition: attachment; filename=\"Zo\u{EB}\"; filename*=UTF-8''Zo%C3%AB; size=3",
            "Content-Disposition: attachment; filename*=UTF-8''Zo%C3%AB; size=3"
        ),
    ])
    func isWrittenAnew(field: String, expected: String) throws {
        #expect(try mended(field) == expected + "\r\n")
    }

    @Test(arguments: [
        "Subject: " + String(repeating: "Zo\u{EB} und \u{6885}\u{7530} ", count: 100),
        "X-A: " + String(repeating: "y", count: 5_000),
        "To: " + (0..<100).map { "\"Zo\u{EB} \($0)\" <u\($0)@b.example>" }.joined(separator: ","),
        "From: " + String(repeating: "\u{6885}", count: 300) + " <m@b.example>",
        "Comments: (" + String(repeating: "\u{6885} (", count: 200),
        "Content-Disposition: attachment; filename=\"" + String(repeating: "\u{6885}\u{1F600}", count: 100) + ".pdf\"",
        "References: " + (0..<60).map { "<\($0).aaaaaaaaaaaaaa@b.example>" }.joined(separator: ""),
        "Content-Type: text/plain; x=" + String(repeating: "y", count: 2_000),
    ])
    func linesAreShortAndASCII(field: String) throws {
        let text = try mended(field)
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        let lines = text.split(separator: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 78 }, "\(lines.map(\.utf8.count).max() ?? 0)")
        #expect(lines.dropFirst().allSatisfy { $0.first == " " || $0.first == "\t" })
        if field.hasPrefix("Subject") || field.hasPrefix("X-A") {
            let value = try #require(try HeaderSection(Array(text.utf8)).fields.first?.value)
            let plain = try #require(try HeaderSection(Array((field + "\r\n").utf8)).fields.first?.value)
            #expect(EncodedWord.decode(value) == plain)
        }
        // Each section of a parameter holds whole characters.
        for section in text.matches(of: /\*\d+\*=(?:UTF-8'')?([^;\r]*)/) {
            #expect(String(section.1).removingPercentEncoding != nil, "\(section.1)")
        }
    }

    @Test(arguments: [
        ("Message-ID: <zo\u{EB}@b.example>", "nothing can encode it"), ("To: a b\u{FC}@@c.example", "is no address"),
        ("Content-Type: te\u{DF}t/plain", "nothing can encode it"),
    ])
    func cannotBe(field: String, part: String) {
        do throws(MendedFieldFailure) {
            _ = try MendedField(String(field.prefix { $0 != ":" }), Array((field + "\r\n").utf8)[...])
            Issue.record("it was written")
        } catch {
            #expect(error.reason.contains(part), "\(error.reason)")
        }
    }

    /// Ten times the field takes about ten times as long, whatever is open in it.
    @Test(.timeLimit(.minutes(10)), arguments: ["Subject", "To", "Keywords", "List-Help", "Content-Type", "Received"])
    func anyFieldIsWrittenInOnePass(name: String) {
        for piece in [
            "\u{EB}", "\u{EB} ", "\u{EB}, ", "\u{EB}; a=", "(\u{EB}", "<\u{EB}", "\"\u{EB}", "a@\u{EB} <", "a ",
        ] {
            func seconds(_ count: Int) -> Double {
                let field = Array("\(name): \(String(repeating: piece, count: count))\r\n".utf8)
                return ThreadTime.least { _ = try? MendedField(name, field[...]) }
            }
            let (short, long) = (seconds(1_000), seconds(10_000))
            #expect(long < max(short, 0.001) * 30, "\(piece): \(short), \(long)")
        }
    }
}
