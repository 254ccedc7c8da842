import Foundation
import TestSupport
import Testing

/// The first day of somebody who writes: a newsletter out of a Mailchimp export, with the slips of a newcomer.
@Suite("An author's first day", .timeLimit(.minutes(10)), .enabled(if: Requirement.has("tmux", "env")))
struct AuthorsDayTests {
    private static let relayOfReadme = "smtp://127.0.0.1:25"

    /// The three files of an audience: 300 who get it, 60 who left, 40 whose address is none any more.
    private func export(to bench: Workbench) throws {
        let columns = "Email Address,First Name,Last Name,Ort,MEMBER_RATING,OPTIN_TIME,OPTIN_IP"
        func row(_ number: Int) -> String {
            "leser\(number)@\(number % 3 == 0 ? "gmail.com" : "ort\(number % 5).example"),Anna,Müller,"
                + "\(number % 2 == 0 ? "Köln" : ""),3,2024-01-02 10:00:00,192.0.2.1"
        }
        func file(_ numbers: Range<Int>, _ more: String, _ cells: String) -> String {
            "\(columns)\(more),LEID,EUID,NOTES,TAGS\n" + numbers.map { "\(row($0))\(cells),\($0),e,,\n" }.joined()
        }
        try bench.write(file(0..<300, "", ""), to: "subscribed_export.csv")
        try bench.write(
            file(300..<360, ",UNSUB_TIME,UNSUB_REASON", ",2025-03-04 05:06:07,NORMAL"), to: "unsubscribed_export.csv")
        try bench.write(file(360..<400, ",CLEAN_TIME", ",2025-04-04 05:06:07"), to: "cleaned_export.csv")
        try bench.write("Mail;Name\nudo@falsch.example;Udo\neva@falsch.example;Eva\nkein Mensch;\n", to: "falsch.csv")
        try bench.write("PK\u{3}\u{4}" + String(repeating: "\0", count: 26) + "subscribed_export.csv", to: "export.zip")
    }

    private let letter = """
        ---
        subject: "Neues im Herbst"
        preheader: Zwei Termine, ein Bild und ein Dank.
        list: announce
        language: de
        ---
        # Neues im Herbst

        Guten Tag {{subscriber.name|liebe Leserin, lieber Leser}},

        danke für Ihre Hilfe.

        ![Das Haus im Schnee](haus.png)

        | Wann | Was | Plätze |
        | :--- | :-- | --: |
        | 3. Dezember | Lesung | 40 |
        | 10. Dezember | Konzert | 120 |

        **[Jetzt anmelden](https://ngo.example/anmelden)**

        {{#attributes.ort}}Wir sehen uns in {{.}}.{{/attributes.ort}}

        ---

        Sie bekommen diesen Brief, weil Sie {{list.description}} abonniert haben. [Abbestellen]({{list.unsubscribe}})

        """

    @Test func day() throws {
        let author = try Newcomer()
        let bench = author.bench
        try export(to: bench)
        // Some addresses are none any more.
        try bench.write(
            "[[fault]]\nat = \"rcpt\"\nrecipient = \"leser7*\"\nreply = \"550 5.1.1 no such user\"\n", to: "faults.toml"
        )
        let relay = try bench.startSink("--faults", bench.path("faults.toml"), "--maildir", bench.path("mail"))

        try author.type(author.copied("fanmail init"))
        try bench.write(
            "name = \"announce\"\naddress = \"announce@lists.example\"\ndescription = \"Nachrichten\"\n"
                + "owner = \"ada@lists.example\"\nlanguage = \"de\"\n[letter]\nlogo = \"logo.png\"\n",
            to: "lists/announce.toml")
        for picture in ["templates/logo.png", "haus.png"] {
            let octets = SamplePicture.png(width: 40, height: 20, edge: [200, 220, 240, 0])
            try Data(octets).write(to: URL(fileURLWithPath: bench.path(picture)))
        }
        #expect(try author.type(author.copied("fanmail list apply lists/")).hasPrefix("made: announce <"))
        try imports(author)
        try letters(author, relay)
        try sending(author, relay)
        try afterwards(author, relay)
    }

    /// Wrong words first; then the files in an order of chance, and one that was wrong.
    private func imports(_ author: Newcomer) throws {
        let slip = try author.type("fanmail import export.zip --list announce", status: 64)
        #expect(slip.contains("did you mean `fanmail subscriber import`"), "\(slip)")
        let lacking = try author.type("fanmail subscriber import cleaned_export.csv", status: 64)
        #expect(lacking.contains("lacks --list <list> (the list's name); write"), "\(lacking)")
        #expect(lacking.split(separator: "\n").count <= 2, "\(lacking)")
        let packed = try author.type("fanmail subscriber import export.zip --list announce", status: 65)
        #expect(packed.contains("an archive of files (zip); unpack it") && !packed.contains("warning"), "\(packed)")
        let near = try author.type("fanmail subscriber import cleaned_export --list announce", status: 66)
        #expect(near.contains("is cleaned_export.csv meant?"), "\(near)")

        let importing = author.copied(
            "fanmail subscriber import people.csv --list announce", ["people": "cleaned_export"])
        #expect(try author.type(importing).contains("40 left where the file comes from and stay away"))
        #expect(
            try author.type(importing.replacing("cleaned", with: "unsubscribed")).contains(
                "60 left where the file comes from and stay away"))
        let wrong = try author.type(importing.replacing("cleaned_export", with: "falsch"))
        #expect(wrong.contains("falsch.csv:4: kein Mensch: ") && wrong.contains("2 added to announce"), "\(wrong)")
        #expect(wrong.contains("batch 3, which `fanmail batch undo 3` takes back"), "\(wrong)")
        #expect(try author.type(author.copied("fanmail batch undo 3")).hasPrefix("batch 3 undone: 2 removed"))
        let all = try author.type(importing.replacing("cleaned", with: "subscribed"))
        #expect(all.hasPrefix("read as an export of Mailchimp\naddress from \"Email Address\", name from"), "\(all)")
        #expect(all.contains("; attributes euid, first_name") && all.contains("\n300 added to announce\n"), "\(all)")
        #expect(all.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(all)")
    }

    private func letters(_ author: Newcomer, _ relay: String) throws {
        let bench = author.bench
        #expect(
            try author.type("fanmail letter new \"Neues im Herbst\" --from digset --language de", status: 64).contains(
                "did you mean digest?"))
        let new = author.copied("fanmail letter new \"Neues im Herbst\" --from digest --language de")
        #expect(try author.type(new).hasPrefix("made neues-im-herbst.md; next: fanmail letter preview"))
        let left = try author.type("fanmail letter lint neues-im-herbst.md")
        #expect(left.contains("is the sample's; write your own"), "\(left)")
        try bench.write(letter, to: "neues-im-herbst.md")
        let lint = author.copied(
            "fanmail letter lint news-of-the-autumn.md", ["news-of-the-autumn": "neues-im-herbst"])
        let found = try author.type(lint)
        #expect(found == "neues-im-herbst.md: nothing found", "\(found)")
        #expect(
            try author.type(
                author.copied("fanmail letter preview news-of-the-autumn.md", ["news-of-the-autumn": "neues-im-herbst"])
            ) == "made neues-im-herbst.preview.html")
        let page = try String(contentsOfFile: bench.path("neues-im-herbst.preview.html"), encoding: .utf8)
        #expect(page.contains("Jetzt anmelden") && page.contains("10. Dezember"))

        let plan = try author.type("fanmail plan neues-im-herbst.md")
        #expect(plan.hasPrefix("Neues im Herbst\nfrom  Nachrichten <ada@lists.example>\n"), "\(plan)")
        #expect(plan.contains("300 recipients: gmail.com 100, "), "\(plan)")
        #expect(plan.contains("300 envelopes with one recipient each (the letter asks for"), "\(plan)")

        let test = author.copied(
            "fanmail send news-of-the-autumn.md --relay smtp://127.0.0.1:25 --test-to me@example.org",
            [
                "news-of-the-autumn": "neues-im-herbst", Self.relayOfReadme: relay,
                "me@example.org": "ada@ngo.example --test-to grace@ngo.example --as leser22@ort2.example",
            ])
        let tested = try author.type(test)
        #expect(
            tested.contains("ada@ngo.example: accepted: 250") && tested.contains("a test: nothing went to the list"))
        let copies = try bench.copies()
        #expect(copies == ["ada@ngo.example": 1, "grace@ngo.example": 1], "\(copies)")
        let mail = try mails(bench).first ?? ""
        #expect(
            mail.contains("[Test]") && mail.contains("Guten Tag Anna M=C3=BCller") && mail.contains("K=C3=B6ln"),
            "\(mail)")
    }

    private func sending(_ author: Newcomer, _ relay: String) throws {
        let bench = author.bench
        let plain = author.copied(
            "fanmail send news-of-the-autumn.md --relay smtp://127.0.0.1:25",
            ["news-of-the-autumn": "neues-im-herbst", Self.relayOfReadme: relay])
        try author.begin("\(plain) --rate 100/s")
        try author.screen.wait { $0.hasSuffix("Send? [y/N]") }
        try author.screen.type("y", "Enter")
        try author.screen.wait { $0.contains(/\d+ of 300 \(\d+ %\)/) && $0.contains("refused") }
        try author.screen.type("C-c")
        let stopped = try author.end(status: 130)
        #expect(
            stopped.contains("finishing open transactions") && stopped.contains("go on with: fanmail mailing resume 1"))
        let shown = try author.type(author.copied("fanmail mailing show"))
        #expect(shown.contains("state:      interrupted\nstarted:"), "\(shown)")
        #expect(shown.hasSuffix("go on with: fanmail mailing resume 1"), "\(shown)")

        let end = try author.type(author.copied("fanmail mailing resume last") + " --relay \(relay)")
        #expect(end.contains("mailing 1: 300 recipients\n  accepted  289\n  refused   11\n"), "\(end)")
        let copies = try bench.copies().filter { !$0.key.hasSuffix("@ngo.example") }
        #expect(copies.count == 289 && copies.values.allSatisfy { $0 == 1 }, "\(copies.count)")
    }

    private func afterwards(_ author: Newcomer, _ relay: String) throws {
        let bench = author.bench
        let refused = try author.type(
            author.copied("fanmail mailing outcomes 3 --outcome refused", ["3": "last"]))
        #expect(refused.components(separatedBy: "550 5.1.1 no such user").count == 12, "\(refused)")
        #expect(
            try author.type(author.copied("fanmail bounce ls --list announce")).contains("hard  leser7"))
        let gone = author.copied(
            "fanmail subscriber unsubscribe ada@example.org --list announce",
            ["ada@example.org": "leser22@ort2.example"])
        #expect(try author.type(gone) == "leser22@ort2.example unsubscribed: announce")
        #expect(try author.type(gone, status: 66).contains("is not subscribed to announce"))

        #expect(
            try author.type("fanmail letter new \"Neues im Dezember\" --from last").hasPrefix(
                "made neues-im-dezember.md"))
        try author.type("fanmail send neues-im-dezember.md --yes --relay \(relay)")
        let second = try bench.copies()
        #expect(second.values.count { $0 == 2 } == 288 && second["leser22@ort2.example"] == 1)

        let add = author.copied("fanmail subscriber add ada@example.org --list announce --confirm")
        #expect(try author.type("\(add) --relay \(relay)").contains("asked by mail: ada@example.org: accepted"))
        let request = try #require(try mails(bench).first { $0.contains("To: ada@example.org") })
        #expect(request.contains("Content-Language: de") && request.contains("multipart/alternative"), "\(request)")
    }

    private func mails(_ bench: Workbench) throws -> [String] {
        let folder = bench.path("mail/new")
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")), as: UTF8.self)
        }
    }
}
