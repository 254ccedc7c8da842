import SMTPProtocol
import Testing

@Suite("A server's session keeps to the protocol, however its client's octets arrive", .timeLimit(.minutes(10)))
struct ServerDialogueTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// Lines of the client, parted by `|`; behind the greeting.
        let client: String
        let codes: [Int]
        var messages: [String] = []
        var dialect = SMTPSession.Dialect.smtp

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "two messages",
            client: "EHLO c|MAIL FROM:<me@x> SIZE=5|RCPT TO:<a@x>|rcpt to:<b@x>|DATA|one|..|.|MAIL FROM:<>|"
                + "RCPT TO:<c@x>|DATA|.|QUIT|",
            codes: [220, 250, 250, 250, 250, 354, 250, 250, 250, 354, 250, 221], messages: ["one\r\n.\r\n", ""]),
        Case(
            name: "no EHLO", client: "MAIL FROM:<a@x>|RCPT TO:<a@x>|DATA|RSET|MAIL FROM:<a@x>|",
            codes: [220, 503, 503, 503, 250, 503]),
        Case(
            name: "small words", client: "NOOP|NOOP x|VRFY a|HELP|EXPN a|XYZZY||NO|EHLO c|LHLO c|DATAX|",
            codes: [220, 250, 250, 252, 214, 500, 500, 500, 500, 250, 500, 500]),
        Case(name: "HELO", client: "HELO c|MAIL FROM:<>|", codes: [220, 250, 250]),
        Case(name: "a hello without a name", client: "EHLO|HELO |EHLO c|", codes: [220, 501, 501, 250]),
        Case(
            name: "out of order", client: "EHLO c|RCPT TO:<a@x>|DATA|MAIL FROM:<>|MAIL FROM:<>|DATA|RCPT TO:<a@x>|",
            codes: [220, 250, 503, 503, 250, 503, 554, 250]),
        Case(
            name: "syntax",
            client:
                "EHLO c|MAIL FROM:|MAIL TO:<a>|MAIL FROM:a@x|MAIL FROM:<a@x|MAIL|MAIL FROM:<>|RCPT TO:<>|RCPT TO:|DATA|",
            codes: [220, 250, 501, 501, 501, 501, 501, 250, 501, 501, 554]),
        Case(
            name: "no addresses",
            client: "EHLO c|MAIL FROM:<a..b@x>|MAIL FROM:<a>|MAIL FROM:<é@x>|MAIL FROM:<é@x> SMTPUTF8|RCPT TO:<a b@x>|"
                + "RCPT TO:<a@>|RCPT TO:<ü@x>|RCPT TO:<postMaster>|RCPT TO:<\"a b\"@x>|",
            codes: [220, 250, 553, 553, 553, 250, 553, 553, 250, 250, 250]),
        Case(
            name: "parameters",
            client: "EHLO c|MAIL FROM:<> X=1|MAIL FROM:<> SIZE=x|MAIL FROM:<> SIZE=999999999|MAIL FROM:<> BODY=9BIT|"
                + "MAIL FROM:<> RET=HALF|MAIL FROM:<> RET=FULL RET=FULL|MAIL FROM:<> ENVID=|"
                + "MAIL FROM:<> size=1 body=8bitmime smtputf8 ret=hdrs envid=x AUTH=<>|RCPT TO:<a@x> NOTIFY=OFTEN|"
                + "RCPT TO:<a@x> NOTIFY=NEVER,DELAY|RCPT TO:<a@x> ORCPT=x|RCPT TO:<a@x> X|"
                + "RCPT TO:<a@x> NOTIFY=success,DELAY ORCPT=rfc822;a@x|RCPT TO:<a@x> NOTIFY=NEVER|",
            codes: [220, 250, 555, 501, 552, 501, 501, 501, 501, 250, 501, 501, 501, 555, 250, 250]),
        Case(
            name: "a new hello ends the transaction",
            client: "EHLO c|MAIL FROM:<>|RCPT TO:<a@x>|EHLO c|RCPT TO:<a@x>|MAIL FROM:<>|DATA|",
            codes: [220, 250, 250, 250, 250, 503, 250, 554]),
        Case(
            name: "chunks",
            client: "EHLO c|MAIL FROM:<>|RCPT TO:<a@x>|BDAT 5|.|abBDAT 0|DATA|MAIL FROM:<>|RCPT TO:<b@x>|BDAT 2 last||",
            codes: [220, 250, 250, 250, 250, 250, 503, 503, 503, 250], messages: [".\r\nab\r\n"]),
        Case(
            name: "chunks that nobody is to get",
            client: "EHLO c|BDAT 6 LAST|QUIT|MAIL FROM:<>|BDAT 6|QUIT|RCPT TO:<a@x>|BDAT 6 LAST|QUIT|RSET|MAIL FROM:<>|"
                + "RCPT TO:<a@x>|BDAT 0 LAST|",
            codes: [220, 250, 503, 250, 554, 503, 503, 250, 250, 250, 250], messages: [""]),
        Case(name: "a chunk of no length", client: "EHLO c|BDAT x|QUIT|", codes: [220, 250, 501]),
        Case(name: "no login and no TLS here", client: "EHLO c|AUTH PLAIN|STARTTLS|", codes: [220, 250, 500, 500]),
        Case(
            name: "LMTP", client: "EHLO c|HELO c|LHLO c|MAIL FROM:<>|RCPT TO:<a@x>|RCPT TO:<b@x>|DATA|x|.|QUIT|",
            codes: [220, 500, 500, 250, 250, 250, 250, 354, 250, 250, 221], messages: ["x\r\n"], dialect: .lmtp),
    ]

    @Test("A dialogue, whole, octet by octet and cut at every point", arguments: cases)
    func plays(_ one: Case) {
        let bytes = Array(one.client.replacing("|", with: "\r\n").utf8)
        for cut in Cuts.all(of: bytes) {
            var player = ServerPlayer(dialect: one.dialect)
            player.greet()
            for piece in cut { player.receive(piece) }
            #expect(player.codes == one.codes)
            #expect(player.messages == one.messages)
        }
    }

    @Test("Decisions that take their time change neither the order of the replies nor what they are", arguments: cases)
    func slow(_ one: Case) {
        var player = ServerPlayer(dialect: one.dialect)
        player.isSlow = true
        player.greet()
        for byte in one.client.replacing("|", with: "\r\n").utf8 {
            player.receive([byte])
            // Every other octet finds the decision before it still open.
            if byte % 2 == 0 { player.decideNow() }
        }
        while player.asked != nil { player.decideNow() }
        #expect(player.codes == one.codes)
        #expect(player.messages == one.messages)
    }

    @Test(
        "Only CRLF.CRLF ends a message, stuffed dots are taken off, and no octet is lost",
        arguments: [
            ("", ""), ("a\r\n", "a\r\n"), ("..\r\n", ".\r\n"), ("...\r\n", "..\r\n"), (".a\r\n", "a\r\n"),
            ("a\r\n..\r\nb\r\n", "a\r\n.\r\nb\r\n"), ("\r\n..\r\n\r\n", "\r\n.\r\n\r\n"), ("a.\r\n", "a.\r\n"),
            ("a\n.\r\n", "a\n.\r\n"), ("a\n.\nb\r\n", "a\n.\nb\r\n"), ("a\r\n.\n\r\n", "a\r\n\n\r\n"),
            ("a\r.\r\n", "a\r.\r\n"), ("a\r\n.\r\r\n", "a\r\n\r\r\n"), ("a\r\n.\rb\r\n", "a\r\n\rb\r\n"),
            ("\n.\n\r\n", "\n.\n\r\n"), ("a\r\n\0.\r\n", "a\r\n\0.\r\n"), (".\r.\r\n", "\r.\r\n"),
        ], [true, false])
    func messages(_ wire: (String, String), isStrict: Bool) {
        let bytes = Array("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\nDATA\r\n\(wire.0).\r\nQUIT\r\n".utf8)
        let isBare = wire.1.replacing("\r\n", with: "").contains { $0 == "\r" || $0 == "\n" }
        for cut in Cuts.all(of: bytes) {
            var player = ServerPlayer { $0.isStrict = isStrict }
            player.greet()
            for piece in cut { player.receive(piece) }
            #expect(player.codes == [220, 250, 250, 250, 354, isStrict && isBare ? 550 : 250, 221], "\(cut)")
            #expect(player.messages == (isStrict && isBare ? [] : [wire.1]))
            if let found = player.findings.first { #expect(found.size == wire.1.utf8.count) }
        }
    }

    @Test("EHLO tells what is offered, and when")
    func keywords() {
        var player = ServerPlayer(keywords: ["PIPELINING", "SIZE", "LIMITS", "X-Y Z"]) {
            $0.startTLS = .required
            $0.mechanisms = ["PLAIN"]
            $0.limits.message = 1000
            $0.limits.recipients = 7
            $0.limits.messages = 3
        }
        player.greet()
        player.receive("EHLO c\r\nMAIL FROM:<>\r\nAUTH PLAIN\r\nSTARTTLS\r\n")
        player.receive("MAIL FROM:<>\r\nEHLO c\r\nSTARTTLS\r\nAUTH PLAIN AAA=\r\nEHLO c\r\n")
        #expect(
            player.said == [
                "220 mx ESMTP test", "250-mx", "250-STARTTLS", "250-PIPELINING", "250-SIZE 1000",
                "250-LIMITS MAILMAX=3 RCPTMAX=7", "250 X-Y Z", "530 5.7.0 say STARTTLS first",
                "503 5.5.1 no login here now", "220 2.0.0 go ahead",
                // Nothing is remembered of what was said in the clear.
                "503 5.5.1 say EHLO first", "250-mx", "250-AUTH PLAIN", "250-PIPELINING", "250-SIZE 1000",
                "250-LIMITS MAILMAX=3 RCPTMAX=7", "250 X-Y Z", "503 5.5.1 no TLS here, or it is on already",
                "235 2.7.0 welcome", "250-mx", "250-PIPELINING", "250-SIZE 1000", "250-LIMITS MAILMAX=3 RCPTMAX=7",
                "250 X-Y Z",
            ])
    }

    @Test("What is not offered is not understood")
    func hidden() {
        for (keyword, line, code) in [
            ("CHUNKING", "BDAT 0 LAST", 500), ("8BITMIME", "MAIL FROM:<> BODY=8BITMIME", 555),
            ("SMTPUTF8", "MAIL FROM:<> SMTPUTF8", 555), ("SIZE", "MAIL FROM:<> SIZE=1", 555),
            ("DSN", "MAIL FROM:<> RET=HDRS", 555), ("DSN", "MAIL FROM:<> ENVID=x", 555),
        ] {
            for isHidden in [true, false] {
                var player = ServerPlayer(
                    keywords: SMTPServerSession.Configuration.everyKeyword.filter { !isHidden || $0 != keyword })
                player.greet()
                player.receive("EHLO c\r\n\(line)\r\n")
                #expect((player.codes.last == code) == isHidden, "\(line)")
            }
        }
    }

    @Test("What a command says is in its event")
    func payload() throws {
        var session = SMTPServerSession(.init(hostname: "mx"))
        session.accept()
        let input = Array(
            ("EHLO c\r\nMAIL FROM:<me@x> SIZE=12 BODY=8BITMIME RET=FULL ENVID=a+20b\r\n"
                + "RCPT TO:<\"q>\\\"\"@x> NOTIFY=FAILURE,DELAY ORCPT=rfc822;z@x\r\nRCPT TO:<b@x> NOTIFY=NEVER\r\n").utf8
        )
        var at = 0
        var paths: [String] = []
        while let event = input.withUnsafeBytes({ session.next($0, from: &at) }) {
            if case .mail(let mail) = event {
                #expect(mail.reversePath.elementsEqual("me@x".utf8))
                #expect(mail.size == 12 && mail.declares8Bit && !mail.allowsUTF8 && mail.returned == .full)
                #expect(mail.envelopeID?.elementsEqual("a+20b".utf8) == true)
            }
            if case .recipient(let recipient) = event {
                paths.append(String(decoding: recipient.path, as: UTF8.self))
                #expect(recipient.notify == (paths.count == 1 ? [.failure, .delay] : []))
                #expect(
                    recipient.originalRecipient.map { Array($0) } == (paths.count == 1 ? Array("rfc822;z@x".utf8) : nil)
                )
            }
            session.accept()
        }
        #expect(paths == ["\"q>\\\"\"@x", "b@x"])
        #expect(session.acceptedRecipients == 2)
    }
}
