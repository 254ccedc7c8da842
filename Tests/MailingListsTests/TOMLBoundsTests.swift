import FanmailBasics
import Testing

@testable import FanmailSettings
@testable import MailingLists

struct TOMLBoundsTests {
    private static let deep = 200_000
    static let files: [(text: String, line: Int)] = [
        (String(repeating: "a.", count: deep) + "a = 1\n", 1),
        ("name = \"x\"\n[" + String(repeating: "a . ", count: deep) + "a]\n", 2),
        ("\n\nname = " + String(repeating: "[", count: deep) + String(repeating: "]", count: deep), 3),
        ("name = " + String(repeating: "{a=", count: deep) + "1" + String(repeating: "}", count: deep), 1),
        ("\"\"\"\na\"\"\" = 1\n" + String(repeating: "'a'.", count: deep) + "a = 1", 3),
    ]

    @Test("What is nested without end is refused with its line", arguments: files.indices)
    func deepFiles(index: Int) throws {
        let (text, line) = Self.files[index]
        let failure = #expect(throws: InputFailure.self) { try ListDefinition.parse(text, file: "a.toml") }
        #expect(failure?.place == "a.toml:\(line)")
        #expect(failure?.message.contains("more than 16 parts") == true || failure?.message.contains("deeper") == true)
    }

    @Test("A NUL is refused also where a mark that joins follows it", arguments: ["", "\u{301}", "\u{200D}"])
    func nul(mark: String) {
        let failure = #expect(throws: InputFailure.self) {
            try ListDefinition.parse("name = \"a\\u0000\(mark)\"\n", file: "a.toml")
        }
        #expect(failure?.message.contains("NUL") == true)
    }

    @Test("Dots in values, texts and comments are none of a key")
    func dots() throws {
        let dots = String(repeating: ".a", count: 100)
        let text = """
            # \(dots) [[[[[[[[[[[[[[[[[[[[[[[[[
            name = "announce" # it's \(dots)
            address = "a@lists.example"
            owner = "a@lists.example"
            description = "\(dots) [[[[[[[[[[[[[[[[[[[[ \\" {{{{{{{{{{{{{{{{{{{{{"
            policy.posters = ["a.b.c.d.e.f@g.h.i.j.k.l.m.n.o.p.q.example", "b.c.d.e.f@g.h.i.j.k.l.m.n.o.p.q.example"]
            """
        #expect(try ListDefinition.parse(text, file: "a.toml").posters.count == 2)
    }
}
