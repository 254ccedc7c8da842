import Testing

@testable import MailRouting

@Suite("The name of a set of mail hosts")
struct SiteNameTests {
    @Test(arguments: [
        (["mx.example.org"], "mx.example.org"), (["mx1.example.org", "mx2.example.org"], "(mx1|mx2).example.org"),
        (["mx2.example.org", "mx1.example.org"], "(mx2|mx1).example.org"),
        (["aspmx.l.google.com", "alt1.aspmx.l.google.com"], "(aspmx|alt1.aspmx).l.google.com"),
        (["a.example", "b.test"], "(a.example|b.test)"),
        (["example.org", "mx.example.org"], "(example|mx.example).org"),
        ([], ""),
    ])
    func names(hosts: [String], name: String) { #expect(SiteName.of(hosts) == name) }

    @Test("many hosts are named by the first and a digest of all, the same each time, and in each order another")
    func long() {
        let hosts = (0..<20).map { "a-long-name-of-a-host-\($0).example.org" }
        let name = SiteName.of(hosts)
        #expect(name.hasPrefix("a-long-name-of-a-host-0.example.org+19-") && name.utf8.count < 120)
        #expect(SiteName.of(hosts) == name && SiteName.of(hosts.reversed()) != name)
        #expect(SiteName.of(Array(hosts.dropLast())) != name)
    }
}
