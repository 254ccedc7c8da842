import SMTPCore
import SMTPProtocol
import Testing

@Suite("What a server offers is read from its reply to EHLO")
struct CapabilitiesTests {
    @Test("An empty first line, or one that ends in two CRs, hides no extension", arguments: ["\n", "x\r\n", "\r\n"])
    func oddFirstLine(first: String) {
        let capabilities = Capabilities(Reply(code: 250, text: "\(first)PIPELINING\nSIZE 10"))
        #expect(capabilities.pipelining && capabilities.size == .atMost(10))
    }

    private func capabilities(_ lines: String...) -> Capabilities {
        Capabilities(Reply(code: 250, text: (["mx.example.org"] + lines).joined(separator: "\n")))
    }

    @Test("The keywords that matter are told from the others")
    func keywords() {
        let offered = capabilities(
            "PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "SIZE 1000", "DSN", "AUTH PLAIN LOGIN")
        #expect(offered.pipelining)
        #expect(offered.eightBitMIME)
        #expect(offered.enhancedStatusCodes)
        #expect(offered.size == .atMost(1000))
        #expect(offered.keywords["AUTH"] == "PLAIN LOGIN")
        #expect(offered.keywords["DSN"] == "")
        #expect(offered.keywords.count == 6)
        #expect(offered.limits == .init())
    }

    @Test("Case does not matter")
    func lowerCase() {
        let offered = capabilities("pipelining", "8BitMime", "EnhancedStatusCodes", "size 10", "limits rcptmax=5")
        #expect(offered.pipelining)
        #expect(offered.eightBitMIME)
        #expect(offered.enhancedStatusCodes)
        #expect(offered.size == .atMost(10))
        #expect(offered.limits.recipients == 5)
    }

    @Test(
        "A server offers nothing with its name alone, whatever the name", arguments: ["mx", "PIPELINING", "", "SIZE 5"])
    func nameOnly(name: String) {
        #expect(Capabilities(Reply(code: 250, text: name)) == Capabilities())
        #expect(!Capabilities().pipelining)
        #expect(Capabilities().size == nil)
    }

    @Test(
        "SIZE with no usable number is no limit",
        arguments: [
            ("SIZE", .unlimited), ("SIZE 0", .unlimited), ("SIZE 1", .atMost(1)), ("SIZE  42", .atMost(42)),
            ("SIZE 42 x", .atMost(42)), ("SIZE -1", .unlimited), ("SIZE much", .unlimited), ("SIZE=5", nil),
            ("SIZE 99999999999999999999999", .unlimited), ("SIZE 9223372036854775807", .atMost(.max)), ("SIZES 5", nil),
        ] as [(String, Capabilities.Size?)])
    func size(line: String, size: Capabilities.Size?) {
        #expect(capabilities(line).size == size)
    }

    @Test(
        "LIMITS is read word by word; what is malformed is ignored",
        arguments: [
            ("LIMITS MAILMAX=10 RCPTMAX=20 RCPTDOMAINMAX=1", 10, 20, 1),
            ("limits rcptmax=20", nil, 20, nil),
            ("LIMITS", nil, nil, nil),
            ("LIMITS RCPTMAX", nil, nil, nil),
            ("LIMITS RCPTMAX=", nil, nil, nil),
            ("LIMITS RCPTMAX=0", nil, nil, nil),
            ("LIMITS RCPTMAX=007", nil, nil, nil),
            ("LIMITS RCPTMAX=-5", nil, nil, nil),
            ("LIMITS RCPTMAX=+5", nil, nil, nil),
            ("LIMITS RCPTMAX=5x", nil, nil, nil),
            ("LIMITS RCPTMAX=٥", nil, nil, nil),
            ("LIMITS RCPTMAX=5=5", nil, nil, nil),
            ("LIMITS RCPTMAX=999999", nil, 999_999, nil),
            ("LIMITS RCPTMAX=1000000", nil, nil, nil),
            ("LIMITS =5 RCPTMAX=7 SOMETHING=8 x", nil, 7, nil),
            ("LIMITS RCPTMAX=bad MAILMAX=3", 3, nil, nil),
            ("LIMITSRCPTMAX=5", nil, nil, nil),
        ] as [(String, Int?, Int?, Int?)])
    func limits(line: String, transactions: Int?, recipients: Int?, domains: Int?) {
        let limits = capabilities(line).limits
        #expect(limits.transactions == transactions)
        #expect(limits.recipients == recipients)
        #expect(limits.domains == domains)
    }

    @Test("Of a keyword said twice the last counts")
    func duplicates() {
        let offered = capabilities("SIZE 10", "LIMITS RCPTMAX=5 MAILMAX=2", "PIPELINING", "SIZE 20", "LIMITS RCPTMAX=6")
        #expect(offered.size == .atMost(20))
        #expect(offered.limits.recipients == 6)
        #expect(offered.limits.transactions == nil)
        #expect(offered.pipelining)
        #expect(offered.keywords["SIZE"] == "20")
    }

    @Test(
        "Garbage offers nothing and hides nothing",
        arguments: ["", " ", "=", "X-PIPELINING", "PIPELINING=1", "\u{0}PIPELINING", "\u{1B}[2J", "   ", "AUTH=LOGIN"])
    func garbage(line: String) {
        #expect(!capabilities(line).pipelining)
        #expect(capabilities(line, "PIPELINING").pipelining)
        #expect(capabilities("PIPELINING", line).pipelining)
    }
}
