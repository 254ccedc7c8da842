import Testing

@testable import MailingLists

struct DomainTypoTests {
    @Test(
        "A slip of the pen is seen, and another domain is left alone",
        arguments: [
            ("gmial.com", "gmail.com"), ("gmai.com", "gmail.com"), ("gmaill.com", "gmail.com"), ("gmx.dee", "gmx.de"),
            ("hotmial.com", "hotmail.com"), ("yahoo.con", "yahoo.com"), ("gmail.com", nil), ("mail.com", nil),
            ("gmx.com", nil), ("example.org", nil), ("me.com", nil), ("gm.com", nil), ("outlook.de", nil), ("x.y", nil),
        ] as [(String, String?)])
    func suggestions(domain: String, meant: String?) {
        #expect(DomainTypo.suggestion(for: domain) == meant)
    }
}
