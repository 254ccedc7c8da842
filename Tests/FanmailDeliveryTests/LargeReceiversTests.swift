import SMTPCore
import Testing

@testable import FanmailDelivery

@Suite("Large receivers")
struct LargeReceiversTests {
    @Test(
        "are known by their domains",
        arguments: [
            "gmail.com", "googlemail.com", "yahoo.com", "yahoo.fr", "yahoo.co.uk", "yahoo.com.br", "aol.com",
            "ymail.com",
            "outlook.com", "hotmail.com", "hotmail.co.uk", "live.nl", "msn.com", "icloud.com", "me.com",
        ]) func known(domain: String)
    { #expect(LargeReceivers.contains(domain)) }

    @Test(
        "are not those with a similar name",
        arguments: [
            "", "example.org", "gmail.example.org", "mygmail.com", "live.example", "yahoo", "yahoo.", "x.yahoo.com",
            "yahoo.org.uk", "outlook.example.com", "gmail.com.evil.example",
        ]) func unknown(domain: String)
    { #expect(!LargeReceivers.contains(domain)) }

    @Test("are cut one by one, and the others around them are not") func cutting() {
        var cutter = EnvelopeCutter(limit: 3)
        var last = ""
        for (id, domain) in ["a", "a", "b", "b", "c", "c", "c", "c"].enumerated() {
            Array("u\(id)@\(domain).example".utf8).withUnsafeBufferPointer {
                cutter.append(id: Int64(id), address: $0, isNewDomain: domain != last, isIndividual: domain == "b")
            }
            last = domain
        }
        let cuts = cutter.finish()
        #expect(cuts.map(\.recipients.ids) == [[0, 1], [2], [3], [4, 5, 6], [7]])
        #expect(cuts.map { $0.domains.map(\.ordinal) } == [[0], [0], [1], [0], [3]])
    }
}
