import Roster

/// What `fanmail init` lays out and `fanmail demo` sends: the repository's own files, in the program.
enum SampleFiles {
    static let all: [(path: String, text: String)] = [
        (Configuration.fileName, Configuration.template), ("lists/announce.toml", list),
        ("lists/announce.csv", subscribers), ("templates/announcement.eml", letter),
    ]

    static let list = """
        # News for everybody. Apply it with: fanmail list apply lists/announce.toml
        name = "announce"
        address = "announce@lists.example"
        description = "News from Fanmail"
        owner = "ada@lists.example"
        reverse-path = "announce-bounces@lists.example"

        [bounce]
        hard = "at-once"    # an address that is refused for good ends its subscription; "score": after three mailings

        """

    static let subscribers = """
        email,name
        ada@example.org,Ada
        grace@example.com,Grace
        katherine@example.net,Katherine
        "linus@example.org","Torvalds, Linus"
        margaret@example.com,Margaret
        zoe@example.net,Zoë
        bjorn@example.org,Björn
        mei@example.com,梅
        radia+stp@example.net,Radia
        dennis@example.org,Dennis
        ken@example.com,Ken
        barbara@example.net,Barbara

        """

    static let letter = """
        From: Fanmail <news@lists.example>
        To: announce@lists.example
        Subject: One letter, a million envelopes
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Dear reader,

        the header of this letter says To: announce@lists.example, and nothing else.
        That it reached you is the doing of its envelope, which you do not see:
        your address stood there, among a hundred others, and in no header.

        Many greetings — and mille grâces for reading,
        Fanmail

        """
}
