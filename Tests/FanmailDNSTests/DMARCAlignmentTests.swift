import FanmailDNS
import Testing

@Suite("DMARC alignment")
struct DMARCAlignmentTests {
    @Test(
        "As far as names tell, without the DNS",
        arguments: [
            ("lists.example", "lists.example", DMARCAlignment.aligned), ("Lists.Example", "lists.EXAMPLE", .aligned),
            ("mail.lists.example", "lists.example", .likely), ("lists.example", "mail.lists.example", .likely),
            ("a.co.uk", "b.co.uk", .unknown), ("a.lists.example", "b.lists.example", .unknown),
            ("example.org", "lists.example", .notAligned), ("evil-lists.example", "lists.example", .notAligned),
            ("lists.example", "example", .notAligned), ("a.github.io", "b.github.io", .unknown),
        ])
    func names(author: String, signer: String, expected: DMARCAlignment) throws {
        #expect(DMARCAlignment(author: author, signer: signer) == expected)
        // What is certain without the DNS is certain with it, whatever stands there.
        guard expected == .aligned || expected == .notAligned else { return }
        for record in ["v=DMARC1; p=none", "v=DMARC1; p=none; psd=y", "v=DMARC1; p=none; psd=n; adkim=s"] {
            #expect(try DMARCAlignment(author: author, signer: signer) { _ in [record] } == expected)
        }
    }

    /// Texts at names below `_dmarc`, several parted by `|`; anything else is no such name.
    private static func judged(
        _ author: String, _ signer: String, _ zone: [String: String], asked: inout [String]
    ) throws -> DMARCAlignment {
        var names: [String] = []
        defer { asked = names }
        return try DMARCAlignment(author: author, signer: signer) { name throws(Resolver.Failure) in
            names.append(name)
            guard name.hasPrefix("_dmarc."), let texts = zone[String(name.dropFirst(7))] else { throw .noSuchName }
            return texts.split(separator: "|").map(String.init)
        }
    }

    private static let plain = "v=DMARC1; p=none"

    @Test(
        "As receivers find it (RFC 9989, 4.4.1 and 4.10)",
        arguments: [
            // One organization, which its own record shows.
            ("news.org.example", "mail.org.example", ["org.example": plain], DMARCAlignment.aligned),
            ("news.org.example", "org.example", ["org.example": plain], .aligned),
            ("org.example", "news.org.example", ["org.example": plain], .aligned),
            ("News.ORG.example", "org.EXAMPLE", ["org.example": plain], .aligned),
            ("a.b.org.example", "c.org.example", ["org.example": plain, "b.org.example": plain], .aligned),
            // Strict, as the author's record says; the signer's has no say.
            ("news.org.example", "org.example", ["org.example": "\(plain); adkim=s"], .notAligned),
            ("news.org.example", "org.example", ["org.example": "\(plain);ADKIM = S"], .notAligned),
            ("news.org.example", "org.example", ["org.example": "\(plain); adkim=r"], .aligned),
            (
                "news.org.example", "org.example", ["org.example": plain, "news.org.example": "\(plain); adkim=s"],
                .notAligned
            ),
            (
                "news.org.example", "org.example", ["org.example": "\(plain); adkim=s", "news.org.example": plain],
                .aligned
            ),
            // A public suffix that says so, one that says nothing, and one above which something stands.
            ("a.co.uk", "b.co.uk", ["co.uk": "\(plain); psd=y"], .notAligned),
            ("a.co.uk", "b.co.uk", ["co.uk": "\(plain); psd=Y", "a.co.uk": plain], .notAligned),
            ("x.a.co.uk", "y.a.co.uk", ["co.uk": "\(plain); psd=y"], .aligned),
            ("x.a.co.uk", "a.co.uk", ["co.uk": "\(plain); psd=y", "uk": plain], .aligned),
            ("a.co.uk", "b.co.uk", [:], .notAligned), ("a.co.uk", "b.co.uk", ["uk": plain], .notAligned),
            ("a.co.uk", "b.co.uk", ["a.co.uk": plain, "b.co.uk": plain], .notAligned),
            ("a.co.uk", "co.uk", ["co.uk": "\(plain); psd=y"], .notAligned),
            ("x.a.example", "y.a.example", ["example": "\(plain); psd=y"], .aligned),
            // Where an organization begins, because it says so.
            (
                "a.org.example", "b.org.example", ["org.example": plain, "a.org.example": "\(plain); psd=n"],
                .notAligned
            ),
            (
                "x.a.org.example", "y.a.org.example", ["org.example": plain, "a.org.example": "\(plain); psd=n"],
                .aligned
            ),
            ("a.org.example", "b.org.example", ["org.example": "\(plain); psd=n", "example": plain], .aligned),
            ("a.org.example", "b.org.example", ["org.example": "\(plain); psd=u"], .aligned),
            // What is no record, or not one.
            ("a.org.example", "b.org.example", ["org.example": "\(plain)|\(plain)"], .notAligned),
            ("a.org.example", "b.org.example", ["org.example": "spf|\(plain)|v=DMARC2"], .aligned),
            ("a.org.example", "b.org.example", ["org.example": "v=dmarc1; p=none"], .notAligned),
            ("a.org.example", "b.org.example", ["org.example": "p=none; v=DMARC1"], .notAligned),
            ("a.org.example", "org.example", [:], .likely),
            ("a.org.example", "org.example", ["a.org.example": plain], .notAligned),
            // Eight labels, and more: those between are not asked.
            ("a.b.c.d.e.f.org.example", "org.example", ["org.example": plain], .aligned),
            ("a.b.c.d.e.f.g.h.i.org.example", "org.example", ["org.example": plain], .aligned),
            ("a.b.c.d.e.f.g.h.org.example", "org.example", ["b.c.d.e.f.g.h.org.example": plain], .likely),
        ] as [(String, String, [String: String], DMARCAlignment)])
    func records(author: String, signer: String, zone: [String: String], expected: DMARCAlignment) throws {
        var asked: [String] = []
        #expect(try Self.judged(author, signer, zone, asked: &asked) == expected, "\(asked)")
        #expect(asked.count <= 16)
    }

    @Test("A walk asks for eight names at most, the whole one and those of seven labels and fewer") func walk() throws {
        let tail = ["f.g.h.i.j.org.example", "g.h.i.j.org.example", "h.i.j.org.example", "i.j.org.example"]
        for (head, count) in [("a.b.c.d.e.", 8), ("e.", 8), ("", 7)] {
            let domain = head + tail[0]
            var asked: [String] = []
            _ = try Self.judged(domain, domain + ".x.example", [:], asked: &asked)
            #expect(asked.isEmpty)
            _ = try Self.judged(domain, "org.example", [:], asked: &asked)
            let own = Array(asked.prefix(count))
            let names = (head.isEmpty ? [] : [domain]) + tail + ["j.org.example", "org.example", "example"]
            #expect(own == names.map { "_dmarc.\($0)" })
            #expect(asked.dropFirst(count).elementsEqual(["_dmarc.org.example", "_dmarc.example"]))
        }
    }

    @Test("A name server that does not answer is no answer") func unreachable() {
        #expect(throws: Resolver.Failure.unreachable("x")) {
            try DMARCAlignment(author: "a.org.example", signer: "org.example") { _ throws(Resolver.Failure) in
                throw .unreachable("x")
            }
        }
    }
}
