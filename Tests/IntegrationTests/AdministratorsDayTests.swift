import Foundation
import Testing

/// The first day of somebody who moves thirty lists from Mailman, Sympa and a directory, with the slips of a newcomer.
@Suite("An administrator's first day", .timeLimit(.minutes(10)), .enabled(if: Requirement.has("tmux", "env")))
struct AdministratorsDayTests {
    private static let lists = (1...30).map { $0 < 10 ? "l0\($0)" : "l\($0)" }

    /// A file for each list, two of them with a slip; and what the old systems gave.
    private func prepare(_ bench: Workbench, _ relay: String) throws {
        for folder in ["lists", "old"] { mkdir(bench.path(folder), 0o755) }
        for (index, name) in Self.lists.enumerated() {
            let policy = index == 0 ? "footer = \"You get {list}. Leave: {unsubscribe}\"\n" : ""
            try bench.write(
                """
                name = "\(name)"
                address = "\(name)@club.example"
                \(name == "l08" ? "descripton" : "description") = "List \(name)"
                owner = "ada@club.example\(name == "l07" ? "" : "\"")
                [policy]
                relay = "\(relay)"
                \(policy)
                """, to: "lists/\(name).toml")
        }
        func person(_ number: Int) -> String { "p\(number)@d\(number % 4).example" }
        try bench.write((0..<20).map { "Person \($0) <\(person($0))>\n" }.joined(), to: "old/l01.txt")
        let members = (10..<30).map {
            "{\"email\": \"\(person($0))\", \"display_name\": \"Person \($0)\", \"role\": \"member\"}"
        }
        try bench.write("{\"entries\": [\(members.joined(separator: ", "))]}", to: "old/l02.json")
        try bench.write(
            (20..<40).map { "date 1600000000\nemail \(person($0))\ngecos Person \($0)\nreception mail\n" }
                .joined(separator: "\n"), to: "old/l03.dump")
        func directory(_ numbers: Range<Int>) -> String {
            "version: 1\n\n"
                + numbers.map {
                    "dn: uid=u\($0),dc=club,dc=example\nobjectClass: inetOrgPerson\ncn: Person \($0)\nmail: \(person($0))\n"
                        + "preferredLanguage: de\nuserPassword:: e1NTSEF9\n"
                }.joined(separator: "\n")
        }
        try bench.write(directory(0..<40), to: "old/all.ldif")
        try bench.write(directory(2..<42), to: "old/now.ldif")
        let head = "From: Ada <ada@club.example>\nTo: l01@club.example, l02@club.example\nSubject: To two lists\n"
        try bench.write("\(head)\nHello\n", to: "two.eml")
        try bench.write(head.replacing("ada@", with: "mallory@") + "\nHello\n", to: "strange.eml")
    }

    @Test func day() throws {
        let administrator = try Newcomer()
        let bench = administrator.bench
        let relay = try bench.startSink()
        try prepare(bench, relay)
        try lists(administrator)
        try imports(administrator)
        try people(administrator)
        try sending(administrator)
        try upkeep(administrator)
    }

    private func lists(_ administrator: Newcomer) throws {
        let bench = administrator.bench
        let made = try administrator.type(administrator.copied("fanmail init"))
        // No sample becomes a list beside those that are there.
        #expect(!made.contains("lists/announce.toml") && made.hasSuffix("next: fanmail list apply lists/"), "\(made)")
        let apply = administrator.copied("fanmail list apply lists/")
        let broken = try administrator.type(apply, status: 65)
        #expect(
            broken
                == "fanmail: lists/l07.toml:4:26: not valid TOML: a text has no end in this line; write a \" behind it\n"
                + "fanmail: lists/l08.toml:3: unknown key `descripton`; did you mean `description`?", "\(broken)")
        #expect(try bench.sqlite("SELECT count(*) FROM list") == "0")
        try administrator.type(
            "sed -i -e 's/club.example$/club.example\"/' -e 's/descripton/description/' lists/*.toml")
        let applied = try administrator.type(apply)
        #expect(applied.components(separatedBy: "made: ").count == 31, "\(applied)")
        #expect(try administrator.type(apply).components(separatedBy: "unchanged: ").count == 31)
    }

    private func imports(_ administrator: Newcomer) throws {
        let bench = administrator.bench
        let slip = try administrator.type(
            "fanmail subscriber import old/l01.txt --list l01 --form mailman2", status: 64)
        #expect(slip.contains("has no flag --form; did you mean --from?"), "\(slip)")
        let two = try administrator.type("fanmail subscriber import old/l01.txt old/l02.json --list l01", status: 64)
        #expect(two.contains("takes one argument, and `old/l02.json` is one more; call it onc"), "\(two)")
        let copied = administrator.copied(
            "fanmail subscriber import roster.json --list announce --from mailman3 --language de --tag moved",
            ["roster.json": "old/l02.json", "announce": "l02"])
        #expect(try administrator.type("\(copied) --dry-run").hasSuffix("20 would be added to l02"))
        try administrator.type("fanmail subscriber import old/l01.txt --list l01 --from mailman2 --tag first")
        let known = try administrator.type(copied)
        // Ten of them came with another list; the tag is of everybody.
        #expect(
            known.contains("20 added to l02\n10 of those who were known are changed: tags, attributes, language"),
            "\(known)")
        #expect(try administrator.type("fanmail subscriber import old/l03.dump --list l03").contains("20 added to l03"))
        let again = try administrator.type("fanmail subscriber import old/l03.dump --list l03 --tag sympa --dry-run")
        #expect(
            again.hasSuffix(
                " 0 would be added to l03\n20 were subscribed already\n"
                    + "20 of those who were known would be changed: tags, attributes, language"), "\(again)")
        for filter in ["tag = \"moved\" and tag = \"first\"", "tag = \"moved\" and language = \"de\" and name exists"] {
            let found = try bench.fanmail("subscriber", "ls", "--list", "l02", "--filter", filter, "--csv").output
            #expect(
                found.split(whereSeparator: \.isNewline).count == (filter.contains("first") ? 11 : 21),
                "\(filter): \(found)")
        }
        try administrator.type("fanmail subscriber import old/all.ldif --list l04")
        let sync = administrator.copied(
            "fanmail subscriber sync members.csv --list members", ["members.csv": "old/now.ldif", "members": "l04"])
        let dry = try administrator.type("\(sync) --dry-run")
        #expect(dry.contains(" 2 would be added to l04\n 2 would leave it\n38 were subscribed already"), "\(dry)")
        #expect(try administrator.type(sync).contains("\n 2 left it\n"))
        let counts = try administrator.type(
            administrator.copied("fanmail subscriber ls --list announce", ["announce": "l04"]) + " --state unsubscribed"
        )
        #expect(counts.split(separator: "\n").count == 3, "\(counts)")
        let lists = try administrator.type("fanmail list ls")
        #expect(lists.contains("l04   l04@club.example  40      List l04\n"), "\(lists)")
    }

    private func people(_ administrator: Newcomer) throws {
        let edit = administrator.copied(
            "fanmail subscriber edit --filter 'attributes.city = \"Paris\"' --set country=France --dry-run")
        #expect(try administrator.type(edit) == "0 subscribers would be changed")
        let move = administrator.copied(
            "fanmail subscriber move ada@example.org ada@example.net",
            ["ada@example.org": "p11@d3.example", "ada@example.net": "p11@new.example"])
        #expect(try administrator.type(move) == "p11@d3.example is p11@new.example now, on 3 lists")
        let history = try administrator.type("fanmail subscriber show p11@new.example --csv")
        #expect(history.hasPrefix("address,list,when,what,how,from,by\n"), "\(history)")
        let erase = administrator.copied(
            "fanmail subscriber erase ada@example.net", ["ada@example.net": "p12@d0.example"])
        #expect(try administrator.type(erase, answer: "y").contains("erased, with 3 subscriptions"))
        #expect(
            try administrator.type("fanmail subscriber show p12@d0.example", status: 66).contains(
                "is not known here; it is suppressed: erased"))
        try administrator.type(
            administrator.copied(
                "fanmail suppression add ada@example.org @example.net --reason \"asked by telephone\" --expires 2027-01-31",
                ["ada@example.org": "p13@d1.example", "2027-01-31": "2096-01-31"]))
        #expect(
            try administrator.type(
                administrator.copied("fanmail suppression check ada@example.org", ["ada@example.org": "p13@d1.example"])
            ).contains("asked by telephone"))
    }

    private func sending(_ administrator: Newcomer) throws {
        let bench = administrator.bench
        let plan = try administrator.type("fanmail plan two.eml")
        // Thirty people on two lists, ten of them on both; one is erased, one suppressed.
        #expect(plan.contains("28 recipients: ") && plan.contains("on several lists get one copy each"), "\(plan)")
        #expect(plan.contains("1 suppressed and left out"), "\(plan)")
        let pipe = "fanmail send --pipe -"
        #expect(try Repository.text("README.md").contains("/usr/bin/\(pipe) --db"))
        #expect(
            try administrator.type("\(pipe) < strange.eml", status: 77)
                == "5.7.1 l01 takes messages from its owner ada@club.example, and not from mallory@club.example")
        #expect(
            try administrator.type("fanmail send --pipe < two.eml", status: 75).hasPrefix(
                "4.3.0 `fanmail send` lacks <file>"))
        for _ in 0..<2 { #expect(try administrator.type("\(pipe) < two.eml").isEmpty) }
        let copies = try bench.copies()
        #expect(copies.count == 28 && copies.values.allSatisfy { $0 == 1 }, "\(copies)")
        #expect(copies["p11@new.example"] == 1 && copies["p13@d1.example"] == nil)
    }

    private func upkeep(_ administrator: Newcomer) throws {
        let doctor = try administrator.type("fanmail doctor --dns 127.0.0.1:1", status: 75)
        #expect(doctor.contains("warning  l01, l02, l03 and 27 more: no link that ends a subscription"), "\(doctor)")
        try administrator.type("fanmail db backup copy.db")
        #expect(
            try administrator.type("fanmail db check copy.db", status: 64).contains(
                "--db copy.db names another database"))
        #expect(try administrator.type("fanmail db check --db copy.db") == "sound")
    }
}
