import FanmailDNS
import Testing

@Suite("DMARC alignment, as far as names tell")
struct DMARCAlignmentTests {
    @Test(arguments: [
        ("lists.example", "lists.example", DMARCAlignment.aligned), ("Lists.Example", "lists.EXAMPLE", .aligned),
        ("mail.lists.example", "lists.example", .likely), ("lists.example", "mail.lists.example", .likely),
        ("a.co.uk", "b.co.uk", .unknown), ("a.lists.example", "b.lists.example", .unknown),
        ("example.org", "lists.example", .notAligned), ("evil-lists.example", "lists.example", .notAligned),
        ("lists.example", "example", .notAligned), ("a.github.io", "b.github.io", .unknown),
    ])
    func names(author: String, signer: String, expected: DMARCAlignment) {
        #expect(DMARCAlignment(author: author, signer: signer) == expected)
    }
}
