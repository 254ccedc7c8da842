import SMTPProtocol
import Testing

@Suite("Delivery status notifications are asked for (RFC 3461)")
struct DSNRequestTests {
    private func written(_ dsn: DSNRequest, to mail: [String], keywords: String = "250 DSN\r\n") throws -> [String] {
        var player = try Player(mail: [mail], dsn: dsn)
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n250-PIPELINING\r\n" + keywords)
        return Array(player.written.dropFirst())
    }

    @Test("Headers back, failures only, and each recipient by its own address, unless told otherwise")
    func usual() throws {
        #expect(
            try written(DSNRequest(envelopeID: "m12.84"), to: ["a@x.example", "a+b=c@x.example"]) == [
                "MAIL FROM:<> RET=HDRS ENVID=m12.84",
                "RCPT TO:<a@x.example> NOTIFY=FAILURE ORCPT=rfc822;a@x.example",
                "RCPT TO:<a+b=c@x.example> NOTIFY=FAILURE ORCPT=rfc822;a+2Bb+3Dc@x.example",
                "DATA",
            ])
    }

    @Test(
        "What is reported when",
        arguments: [
            ([], " NOTIFY=NEVER"), ([.success, .failure, .delay], " NOTIFY=SUCCESS,FAILURE,DELAY"),
            ([.delay], " NOTIFY=DELAY"), (nil, ""), ([.success], " NOTIFY=SUCCESS"), ([.failure], " NOTIFY=FAILURE"),
            ([.success, .failure], " NOTIFY=SUCCESS,FAILURE"), ([.success, .delay], " NOTIFY=SUCCESS,DELAY"),
            ([.failure, .delay], " NOTIFY=FAILURE,DELAY"), (.init(rawValue: 8), " NOTIFY=NEVER"),
        ] as [(DSNRequest.Notify?, String)])
    func notify(notify: DSNRequest.Notify?, parameter: String) throws {
        let dsn = DSNRequest(returned: .full, notify: notify, namesOriginalRecipient: false)
        #expect(try written(dsn, to: ["a@x"]) == ["MAIL FROM:<> RET=FULL", "RCPT TO:<a@x>\(parameter)", "DATA"])
    }

    @Test("Nothing of it is said to a server that does not offer DSN")
    func notOffered() throws {
        let dsn = DSNRequest(envelopeID: "m12.84")
        #expect(try written(dsn, to: ["a@x"], keywords: "250 HELP\r\n") == ["MAIL FROM:<>", "RCPT TO:<a@x>", "DATA"])
    }

    @Test("An address beyond ASCII is the original recipient in RFC 6533's form")
    func beyondASCII() throws {
        let lines = try written(DSNRequest(), to: ["grüße+1\\@x"], keywords: "250-DSN\r\n250 SMTPUTF8\r\n")
        #expect(lines[0] == "MAIL FROM:<> SMTPUTF8 RET=HDRS")
        #expect(lines[1] == #"RCPT TO:<grüße+1\@x> NOTIFY=FAILURE ORCPT=utf-8;gr\x{FC}\x{DF}e\x{2B}1\x{5C}@x"#)
    }

    @Test("An original recipient longer than a line may be is left out, and reports are asked for all the same")
    func longRecipient() throws {
        let long = String(repeating: "+", count: 64) + "@" + String(repeating: "=", count: 200)
        let lines = try written(DSNRequest(), to: [long, "a+b@x.example"])
        #expect(lines[1] == "RCPT TO:<\(long)> NOTIFY=FAILURE")
        #expect(lines[2] == "RCPT TO:<a+b@x.example> NOTIFY=FAILURE ORCPT=rfc822;a+2Bb@x.example")
    }

    @Test(
        "An envelope id that cannot be sent is refused, and nothing is written",
        arguments: [
            "", "a\r\nRCPT TO:<evil@x>", "a\u{0}", "a\u{7F}", "ü", String(repeating: "a", count: 101),
            String(repeating: "+", count: 34),
        ])
    func unsafe(envelopeID: String) throws {
        #expect(try written(DSNRequest(envelopeID: envelopeID), to: ["a@x"]) == [])
    }

    @Test("100 octets are not too long, and a space is told as one")
    func longest() throws {
        let longest = String(repeating: "a", count: 97) + " "
        #expect(
            try written(DSNRequest(envelopeID: longest), to: ["a@x"])[0].hasSuffix("ENVID=\(longest.dropLast())+20"))
    }
}
