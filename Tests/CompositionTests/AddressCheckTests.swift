import Testing

@testable import Composition

@Suite("Links and pictures are looked over")
struct AddressCheckTests {
    private func link(_ target: String, _ text: String? = "words") -> AddressCheck {
        AddressCheck(ShownHTML("<a href=\"\(target)\">\(text ?? "")</a>").addresses[0], images: [])
    }

    @Test(
        "Each link leads somewhere, or it is said why not",
        arguments: [
            ("https://www.swift.org/blog", .good), ("mailto:ada@example.org?subject=hello", .good),
            ("mailto:a@b.example,c@d.example", .good), ("tel:+4912345", .good), ("{{unsubscribe.url}}", .good),
            ("http://www.swift.org/", .warning), ("https://lists.example/x", .warning),
            ("https://192.0.2.1/", .warning),
            ("https://bit.ly/abc", .warning), ("#below", .warning), ("#", .bad), ("", .bad), ("page.html", .bad),
            ("/page", .bad), ("//swift.org/x", .bad), ("javascript:alert(1)", .bad), ("https:///x", .bad),
            ("mailto:nobody", .bad), ("mailto:", .bad),
        ] as [(String, AddressCheck.Level)])
    func links(target: String, level: AddressCheck.Level) {
        let check = link(target)
        #expect(check.level == level, "\(target): \(check.verdict)")
        #expect(!check.verdict.isEmpty && !check.isPicture)
    }

    @Test("Words that name another host are told, as is a link without words") func words() {
        #expect(link("https://evil.org/", "https://www.swift.org/").level == .bad)
        #expect(link("https://evil.org/", "www.swift.org").level == .bad)
        for words in ["https://www.swift.org/blog", "www.swift.org", "https://swift.org"] {
            #expect(link("https://www.swift.org/", words).level == .good, "\(words)")
        }
        #expect(link("https://www.swift.org/", nil).level == .warning)
    }

    @Test("A picture travels with the letter, is loaded, or is missing") func pictures() {
        let images = [
            LetterContent.Image(contentID: "small", type: "image/png", octets: [UInt8](repeating: 0, count: 3000)),
            LetterContent.Image(contentID: "large", type: "image/png", octets: [UInt8](repeating: 0, count: 1 << 20)),
        ]
        func check(_ html: String) -> AddressCheck { AddressCheck(ShownHTML(html).addresses[0], images: images) }
        let small = check("<img src='cid:small' alt='A cat'>")
        #expect(small.isPicture && small.level == .good && small.verdict.contains("image/png, 2 KiB"))
        #expect(check("<img src='cid:small'>").level == .warning)
        #expect(check("<img src='cid:small' alt=''>").level == .good)
        #expect(check("<img src='cid:large' alt='A cat'>").level == .warning)
        #expect(check("<img src='cid:none' alt='A cat'>").level == .bad)
        #expect(check("<img src='https://www.swift.org/a.png' alt='A cat'>").level == .warning)
        #expect(check("<img src='a.png' alt='A cat'>").level == .bad)
    }
}
