import Testing

@testable import MailRouting

@Suite("A policy of MTA-STS")
struct STSPolicyTests {
    private static let text = """
        version: STSv1\r
        mode: enforce\r
        mx: mail.example.com\r
        mx: *.Example.net\r
        mx: backupmx.example.com\r
        max_age: 604800\r

        """

    @Test("is read as RFC 8461, 3.2 shows it") func isRead() throws {
        let policy = try STSPolicy(Self.text)
        #expect(policy.mode == .enforce && policy.maxAge == .seconds(604_800))
        #expect(policy.hosts == ["mail.example.com", "*.example.net", "backupmx.example.com"])
        #expect(try STSPolicy(Self.text.replacing("\r\n", with: "\n")) == policy)
    }

    @Test(
        "names hosts",
        arguments: [
            ("mail.example.com", true), ("MAIL.example.com", true), ("mx.example.net", true),
            ("example.net", false), ("a.b.example.net", false), (".example.net", false), ("mxexample.net", false),
            ("mail.example.com.evil.example", false), ("mail2.example.com", false),
        ])
    func namesHosts(host: String, isNamed: Bool) throws { #expect(try STSPolicy(Self.text).allows(host) == isNamed) }

    @Test func unknownFieldsAndLaterOnesOfAKindCountForNothing() throws {
        let policy = try STSPolicy(
            "version: STSv1\nfuture: x\nmode:testing\nmode: enforce\nmx: a.example\nmax_age: 9999999999\nnonsense\n")
        #expect(policy.mode == .testing && policy.maxAge == .seconds(31_557_600))
    }

    @Test func aPolicyThatEndsNeedsNoHost() throws {
        #expect(try STSPolicy("version: STSv1\nmode: none\nmax_age: 86400").hosts == [])
    }

    @Test(
        "that is none says why",
        arguments: [
            ("", "version"), ("version: STSv2\nmode: none\nmax_age: 1", "version"),
            ("version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 1", "mode"),
            ("version: STSv1\nmx: a.example\nmax_age: 1", "mode"),
            ("version: STSv1\nmode: enforce\nmax_age: 1", "host"),
            ("version: STSv1\nmode: enforce\nmx: a.example", "max_age"),
            ("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: -1", "max_age"),
            ("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 12345678901", "max_age"),
            ("version: STSv1\nmode: enforce\nmx: *\nmax_age: 1", "mx"),
            ("version: STSv1\nmode: enforce\nmx: a.*.example\nmax_age: 1", "mx"),
            ("version: STSv1\nmode: enforce\nmx: *.\nmax_age: 1", "mx"),
        ])
    func faults(text: String, word: String) {
        let fault = #expect(throws: STSPolicy.Fault.self) { try STSPolicy(text) }
        #expect(fault?.what.contains(word) == true, "\(fault?.what ?? "")")
    }

    @Test(
        "has a record",
        arguments: [
            (["v=STSv1; id=20160831085700Z;"], "20160831085700Z"), (["v=STSv1;id=a"], "a"),
            (["v=spf1 -all", "v=STSv1 ; x=y; id = 1 "], "1"), (["v=STSv1; id="], nil), (["v=STSv1; id=a-b"], nil),
            (["v=STSv1; id=a", "v=STSv1; id=a"], nil), (["v=STSv10; id=a"], nil), (["id=a; v=STSv1"], nil), ([], nil),
            (["v=STSv1; id=\(String(repeating: "a", count: 33))"], nil), (["v=STSv1; i=1"], nil),
        ] as [([String], String?)])
    func record(texts: [String], id: String?) { #expect(STSRecord(texts)?.id == id) }
}
