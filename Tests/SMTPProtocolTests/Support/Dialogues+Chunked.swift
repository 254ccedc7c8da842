/// Dialogues in which the content goes behind BDAT.
extension Dialogue {
    static let chunked = [
        Dialogue(
            "one group a transaction, one in flight", .chunking, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | BDAT 17 LAST | (octets 1)
            S: 250 | 250
            S: 250
            S: 250 taken
            C: MAIL FROM:<> | RCPT TO:<c> | BDAT 17 LAST | (octets 2)
            S: 250 | 250 | 250 taken
            """, outcomes: ["accepted accepted", "accepted"]),
        Dialogue(
            "one is refused, one deferred", .chunking, mail: ["a b c d"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | RCPT TO:<c> | RCPT TO:<d> | BDAT 17 LAST | (octets 1)
            S: 250 | 550 5.1.1 who | 250 | 450 later | 251 forwarded | 250 taken
            """, outcomes: ["refused accepted deferred accepted"]),
        Dialogue(
            "all are refused: RSET is waited for before the next BDAT", .chunking, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | BDAT 17 LAST | (octets 1)
            S: 250 | 550 | 450 | 503 no recipients
            C: RSET | MAIL FROM:<> | RCPT TO:<c>
            S: 250
            C: BDAT 17 LAST | (octets 2)
            S: 250 | 250 | 250 taken
            """, outcomes: ["refused deferred", "accepted"]),
        Dialogue(
            "MAIL is refused, and what is behind it says nothing", .chunking, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | BDAT 17 LAST | (octets 1)
            S: 450 4.7.1 slow down | 503 | 503 | 503
            C: RSET | MAIL FROM:<> | RCPT TO:<c>
            S: 250 | 250 | 250
            C: BDAT 17 LAST | (octets 2)
            S: 250
            """, outcomes: ["deferred deferred", "accepted"]),
        Dialogue(
            "a 2xx settles the accepted whatever came before", .chunking, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | BDAT 17 LAST | (octets 1)
            S: 450 odd | 250 | 550 | 250 taken
            """, outcomes: ["accepted refused"]),
        Dialogue(
            "a 2xx for nobody delivers nothing", .chunking, mail: ["a", "b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | BDAT 17 LAST | (octets 1)
            S: 250 | 550 | 250 taken
            C: RSET | MAIL FROM:<> | RCPT TO:<b>
            S: 250
            C: BDAT 17 LAST | (octets 2)
            S: 250 | 250 | 250
            """, outcomes: ["refused", "accepted"]),
        Dialogue(
            "the message is deferred, the next is not", .chunking, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | BDAT 17 LAST | (octets 1)
            S: 250 | 250 | 550 | 452 4.3.1 full
            C: RSET | MAIL FROM:<> | RCPT TO:<c>
            S: 250 | 250 | 250
            C: BDAT 17 LAST | (octets 2)
            S: 250
            """, outcomes: ["deferred refused", "accepted"]),
        Dialogue(
            "too many recipients", .chunking, mail: ["a b c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | RCPT TO:<c> | BDAT 17 LAST | (octets 1)
            S: 250 | 250 | 452 4.5.3 many | 452 4.5.3 many | 250 taken
            """, outcomes: ["accepted next next"]),
        Dialogue(
            "lost behind the octets", .chunking, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | BDAT 17 LAST | (octets 1)
            S: 250 | 550 | (cut)
            C: (close)
            """, outcomes: ["refused unknown", "unsent"]),
        Dialogue(
            "lost when nobody wanted it", .chunking, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | BDAT 17 LAST | (octets 1)
            S: 250 | 550 | 450 | (cut)
            C: (close)
            """, outcomes: ["refused deferred"]),
        Dialogue(
            "lost behind a refused MAIL", .chunking, mail: ["a"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | BDAT 17 LAST | (octets 1)
            S: 550 go away | 503 | (cut)
            C: (close)
            """, outcomes: ["unsent"]),
        Dialogue(
            "421 to a RCPT, and the server goes", .chunking, mail: ["a b c", "d"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | RCPT TO:<c> | BDAT 17 LAST | (octets 1)
            S: 250 | 550 | 421 bye | (cut)
            C: (close)
            """, outcomes: ["refused unsent unsent", "unsent"]),
        Dialogue(
            "421 to a RCPT, and the server goes on", .chunking, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | BDAT 17 LAST | (octets 1)
            S: 250 | 421 not this one | 250 | 250 taken
            C: (close)
            """, outcomes: ["deferred accepted", "unsent"]),
        Dialogue(
            "421 to BDAT", .chunking, mail: ["a", "b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | BDAT 17 LAST | (octets 1)
            S: 250 | 250 | 421 bye
            C: (close)
            """, outcomes: ["deferred", "unsent"]),
        Dialogue(
            "421 to RSET, before any octet left", .chunking, mail: ["a", "b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | BDAT 17 LAST | (octets 1)
            S: 250 | 250 | 554 spam
            C: RSET | MAIL FROM:<> | RCPT TO:<b>
            S: 421 bye
            C: (close)
            """, outcomes: ["refused", "unsent"]),
        Dialogue(
            "354 to BDAT answers nothing", .chunking, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | BDAT 17 LAST | (octets 1)
            S: 250 | 250 | 550 | 354 go
            C: (close)
            """, outcomes: ["unknown refused"]),
        Dialogue(
            "one reply too many", .chunking, mail: ["a"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | BDAT 17 LAST | (octets 1)
            S: 250 | 250 | 250 | 250
            C: (close)
            """, outcomes: ["accepted"]),
        Dialogue(
            "step by step without PIPELINING", .plainChunking, mail: ["a b", "c", "d"],
            """
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<a>
            S: 250
            C: RCPT TO:<b>
            S: 550
            C: BDAT 17 LAST | (octets 1)
            S: 250 taken
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<c>
            S: 550
            C: RSET
            S: 250
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<d>
            S: 250
            C: BDAT 17 LAST | (octets 3)
            S: 554 no
            """, outcomes: ["accepted refused", "refused", "refused"]),
    ]
}
