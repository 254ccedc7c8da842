/// What goes on before the first transaction, and with servers that take one command at a time.
extension Dialogue {
    static let opening = [
        Dialogue(
            "a greeting of many lines", .none, mail: ["a"],
            """
            S: 220-mx | 220-hello | 220 hello
            C: EHLO client.example
            S: 250 mx
            C: MAIL FROM:<>
            S: 550 go away
            """, outcomes: ["refused"]),
        Dialogue(
            "two hundred lines", .none, mail: ["a"],
            """
            S: 220 mx
            C: EHLO client.example
            S: \([String](repeating: "250-X", count: 200).joined(separator: " | ")) | 250 PIPELINING
            C: MAIL FROM:<> | RCPT TO:<a> | DATA
            S: 250 | 250 | 354
            C: (message 1)
            S: 250
            """, outcomes: ["accepted"]),
        Dialogue(
            "a server of RFC 821", .none, mail: ["a b"],
            """
            S: 220 mx
            C: EHLO client.example
            S: 502 what
            C: HELO client.example
            S: 250 mx
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<a>
            S: 250
            C: RCPT TO:<b>
            S: 250
            C: DATA
            S: 354
            C: (message 1)
            S: 250
            """, outcomes: ["accepted accepted"]),
        Dialogue("refused at the door", .none, mail: ["a"], "S: 554 no\nC: (close)", outcomes: ["unsent"]),
        Dialogue("busy at the door", .none, mail: ["a"], "S: 421 later\nC: (close)", outcomes: ["unsent"]),
        Dialogue(
            "EHLO deferred", .none, mail: ["a"],
            """
            S: 220 mx
            C: EHLO client.example
            S: 450 later
            C: (close)
            """, outcomes: ["unsent"]),
        Dialogue(
            "421 to EHLO", .none, mail: ["a"],
            """
            S: 220 mx
            C: EHLO client.example
            S: 421 later
            C: (close)
            """, outcomes: ["unsent"]),
        Dialogue(
            "HELO refused as well", .none, mail: ["a"],
            """
            S: 220 mx
            C: EHLO client.example
            S: 550 no
            C: HELO client.example
            S: 550 no
            C: (close)
            """, outcomes: ["unsent"]),
    ]

    static let plain = [
        Dialogue(
            "one command at a time", .plain, mail: ["a b", "c"],
            """
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<a>
            S: 250
            C: RCPT TO:<b>
            S: 550
            C: DATA
            S: 354
            C: (message 1)
            S: 250
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<c>
            S: 250
            C: DATA
            S: 354
            C: (message 2)
            S: 554
            """, outcomes: ["accepted refused", "refused"]),
        Dialogue(
            "the server leaves between two transactions", .plain, mail: ["a", "b"],
            """
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<a>
            S: 250
            C: DATA
            S: 354
            C: (message 1)
            S: 250 taken | (cut)
            C: MAIL FROM:<> | (close)
            """, outcomes: ["accepted", "unsent"]),
        Dialogue(
            "nobody is taken: no DATA, RSET", .plain, mail: ["a b", "c"],
            """
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<a>
            S: 550
            C: RCPT TO:<b>
            S: 450
            C: RSET
            S: 250
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<c>
            S: 421
            C: (close)
            """, outcomes: ["refused deferred", "unsent"]),
        Dialogue(
            "MAIL refused one by one", .plain, mail: ["a b", "c"],
            """
            C: MAIL FROM:<>
            S: 450
            C: MAIL FROM:<>
            S: 550
            """, outcomes: ["deferred deferred", "refused"]),
        Dialogue(
            "DATA refused one by one", .plain, mail: ["a", "b"],
            """
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<a>
            S: 250
            C: DATA
            S: 451
            C: RSET
            S: 250
            C: MAIL FROM:<>
            S: 421
            C: (close)
            """, outcomes: ["deferred", "unsent"]),
    ]
}
