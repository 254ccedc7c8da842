/// Dialogues with a server that keeps to the protocol, however unkind it is.
extension Dialogue {
    static let lawful = opening + pipelined + refusing + goodbyes + plain

    private static let pipelined = [
        Dialogue(
            "one transaction", .pipelining, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 250 | 354 go
            C: (message 1)
            S: 250 taken
            """, outcomes: ["accepted accepted"]),
        Dialogue(
            "three transactions, two in flight", .pipelining, mail: ["a", "b", "c d"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | DATA
            S: 250 | 250 | 354
            C: (message 1) | MAIL FROM:<> | RCPT TO:<b> | DATA
            S: 250 taken
            S: 250 | 250 | 354
            C: (message 2) | MAIL FROM:<> | RCPT TO:<c> | RCPT TO:<d> | DATA
            S: 250 taken | 250 | 250 | 250 | 354
            C: (message 3)
            S: 250 taken
            """, outcomes: ["accepted", "accepted", "accepted accepted"]),
        Dialogue(
            "every 2xx is acceptance", .pipelining, mail: ["a b c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | RCPT TO:<c> | DATA
            S: 299 | 251 will forward | 252 cannot verify | 250-two | 250 lines | 355
            C: (message 1)
            S: 200 fine
            """, outcomes: ["accepted accepted accepted"]),
        Dialogue(
            "some are refused, some deferred", .pipelining, mail: ["a b c d", "e"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | RCPT TO:<c> | RCPT TO:<d> | DATA
            S: 250 | 550 5.1.1 who | 250 | 451-4.7.1 grey | 451 4.7.1 list | 503 odd | 354
            C: (message 1) | MAIL FROM:<> | RCPT TO:<e> | DATA
            S: 250 | 250 | 250 | 354
            C: (message 2)
            S: 250
            """, outcomes: ["refused accepted deferred refused", "accepted"]),
        Dialogue(
            "the message is refused, the next is not", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 450 | 354
            C: (message 1) | MAIL FROM:<> | RCPT TO:<c> | DATA
            S: 554 spam | 250 | 250 | 354
            C: (message 2)
            S: 250
            """, outcomes: ["refused deferred", "accepted"]),
        Dialogue(
            "the first, the middle and the last are refused", .pipelining, mail: ["a b c d e"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | RCPT TO:<c> | RCPT TO:<d> | RCPT TO:<e> | DATA
            S: 250 | 550 | 250 | 553 | 250 | 551 | 354
            C: (message 1)
            S: 250
            """, outcomes: ["refused accepted refused accepted refused"]),
        Dialogue(
            "an enhanced status code that contradicts its reply says nothing", .pipelining, mail: ["a b c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | RCPT TO:<c> | DATA
            S: 250 5.1.0 no | 250 5.1.1 no | 550 2.1.5 fine | 450 5.1.1 no | 354 5.0.0 no
            C: (message 1)
            S: 250 4.3.0 later
            """, outcomes: ["accepted refused deferred"]),
        Dialogue(
            "the message is deferred", .pipelining, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 550 | 354
            C: (message 1)
            S: 452 disk full
            """, outcomes: ["deferred refused"]),
        Dialogue(
            "a reply too many when nothing is asked", .pipelining, mail: ["a"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | DATA
            S: 250 | 250 | 354
            C: (message 1)
            S: 250 | 250
            C: (close)
            """, outcomes: ["accepted"]),
    ]

    private static let refusing = [
        Dialogue(
            "nobody is taken, DATA refused: RSET before the next", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 550 | 450 | 503
            C: RSET | MAIL FROM:<> | RCPT TO:<c> | DATA
            S: 250 | 250 | 250 | 354
            C: (message 2)
            S: 250
            """, outcomes: ["refused deferred", "accepted"]),
        Dialogue(
            "nobody is taken, 354 all the same: a lone dot", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 550 | 450 | 354
            C: .
            S: 554 no recipients
            C: MAIL FROM:<> | RCPT TO:<c> | DATA
            S: 250 | 250 | 354
            C: (message 2)
            S: 250
            """, outcomes: ["refused deferred", "accepted"]),
        Dialogue(
            "a 2xx to the lone dot accepts nobody", .pipelining, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 550 | 450 | 354
            C: .
            S: 250 taken
            """, outcomes: ["refused deferred"]),
        Dialogue(
            "MAIL refused: what follows is not about the recipients", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 452 full | 503 | 550 | 503
            C: MAIL FROM:<> | RCPT TO:<c> | DATA
            S: 250 | 250 | 354
            C: (message 2)
            S: 250
            """, outcomes: ["deferred deferred", "accepted"]),
        Dialogue(
            "MAIL refused, the rest accepted: a lone dot would be an empty message", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 550 no | 250 | 250 | 354
            C: (close)
            """, outcomes: ["refused refused", "unsent"]),
        Dialogue(
            "MAIL refused, one accepted, DATA refused: RSET before the next", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 451 later | 503 | 250 | 554
            C: RSET | MAIL FROM:<> | RCPT TO:<c> | DATA
            S: 250 | 250 | 250 | 354
            C: (message 2)
            S: 250
            """, outcomes: ["deferred deferred", "accepted"]),
        Dialogue(
            "lines of two codes: the last one decides", .pipelining, mail: ["a b c", "d"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | RCPT TO:<c> | DATA
            S: 450-busy | 250 fine | 250-well | 550 5.1.1 who | 450-grey | 451 4.7.1 listed | 250 | 354
            C: (message 1) | MAIL FROM:<> | RCPT TO:<d> | DATA
            S: 250-2.0.0 taken | 251 2.0.0 really | 220-well | 450 later | 503 | 503
            """, outcomes: ["refused deferred accepted", "deferred"]),
        Dialogue(
            "503 to DATA behind accepted recipients: the dialogue is lost", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 550 5.1.1 who | 503 RCPT first
            C: (close)
            """, outcomes: ["unsent refused", "unsent"]),
        Dialogue(
            "503 to MAIL: the dialogue is lost", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 503 EHLO first | 503 | 503 | 503
            C: (close)
            """, outcomes: ["unsent unsent", "unsent"]),
        Dialogue(
            "503 to every recipient: MAIL was forgotten", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 503 MAIL first | 503 MAIL first | 503
            C: (close)
            """, outcomes: ["unsent unsent", "unsent"]),
        Dialogue(
            "503 to the end of the data", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 550 | 354
            C: (message 1) | MAIL FROM:<> | RCPT TO:<c> | DATA
            S: 503 what message
            C: (close)
            """, outcomes: ["unsent refused", "unsent"]),
        Dialogue(
            "DATA refused", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 550 | 451
            C: RSET | MAIL FROM:<> | RCPT TO:<c> | DATA
            S: 250 | 250 | 250 | 554
            """, outcomes: ["deferred refused", "refused"]),
        Dialogue(
            "RSET refused: nothing is sent under an old reverse-path", .pipelining, mail: ["a", "b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | DATA
            S: 250 | 550 | 554
            C: RSET | MAIL FROM:<> | RCPT TO:<b> | DATA
            S: 502 what
            C: (close)
            """, outcomes: ["refused", "unsent"]),
    ]

    private static let goodbyes = [
        Dialogue(
            "421 to MAIL", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 421
            C: (close)
            """, outcomes: ["unsent unsent", "unsent"]),
        Dialogue(
            "421 to a recipient: what was answered stands", .pipelining, mail: ["a b c d", "e"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | RCPT TO:<c> | RCPT TO:<d> | DATA
            S: 250 | 250 | 550 | 421 4.3.2 going down
            C: (close)
            """, outcomes: ["unsent refused unsent unsent", "unsent"]),
        Dialogue(
            "421 behind a refused MAIL", .pipelining, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 550 | 421
            C: (close)
            """, outcomes: ["unsent unsent"]),
        Dialogue(
            "421 to DATA", .pipelining, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 550 | 421
            C: (close)
            """, outcomes: ["unsent refused"]),
        Dialogue(
            "421 to the data, the next behind it", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 550 | 354
            C: (message 1) | MAIL FROM:<> | RCPT TO:<c> | DATA
            S: 421 going down
            C: (close)
            """, outcomes: ["deferred refused", "unsent"]),
        Dialogue(
            "421 to the lone dot", .pipelining, mail: ["a", "b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | DATA
            S: 250 | 550 | 354
            C: .
            S: 421
            C: (close)
            """, outcomes: ["refused", "unsent"]),
        Dialogue(
            "421 to RSET", .pipelining, mail: ["a", "b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | DATA
            S: 250 | 450 | 503
            C: RSET | MAIL FROM:<> | RCPT TO:<b> | DATA
            S: 421
            C: (close)
            """, outcomes: ["deferred", "unsent"]),
        Dialogue("421 when nothing is asked", .pipelining, mail: [], "S: 421\nC: (close)", outcomes: []),
    ]
}
