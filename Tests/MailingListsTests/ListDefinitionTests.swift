import SMTPCore
import Testing

@testable import FanmailBasics
@testable import MailingLists

struct ListDefinitionTests {
    private static let minimal = """
        name = "announce"
        address = "announce@Lists.example"
        owner = "ada@example.org"

        """

    private func failure(_ text: String) -> String? {
        do throws(InputFailure) {
            _ = try ListDefinition.parse(text, file: "lists/a.toml")
            return nil
        } catch {
            #expect(error.kind == .input)
            return error.description
        }
    }

    @Test func theDefaultsAreThose() throws {
        let list = try ListDefinition.parse(Self.minimal, file: "a.toml")
        #expect(list.name == "announce")
        #expect(list.address.address == "announce@lists.example")
        #expect(list.owner.address == "ada@example.org")
        #expect(list.reversePath.address == "announce-bounces@lists.example")
        #expect(list.description == nil && list.language == nil && list.maxRecipients == nil)
        #expect(list.addHeaders && list.post == .owner && list.bounce.hard == .atOnce)
    }

    @Test func everyKeyIsReadAndWrittenBack() throws {
        let text = """
            description = "Grüße, \\"quoted\\" \\\\ and 👩‍👧" # a comment = "x"
            name = 'news.2026_a-b'
            address = "news@bücher.example"
            owner = '''ada@example.org'''
            reverse-path = "bounces@example.org"
            language = "pt-BR"
            bounce = { hard = "score", score-mailings = 4, score-days = 30, warn-percent = 45, probe = true, probe-days = 9 }

            [policy]
            headers = false
            post = "anyone"
            posters = ["Grace@example.org", "\\"a b\\"@example.org"]
            max-recipients = 50
            unsubscribe-url = "https://lists.example/leave/{token}"
            one-click = "always"
            archive-url = "http://lists.example/archive"
            cfbl-address = "complaints@lists.example"
            rate = "50/s, 20000/d"
            footer = "-- \\nLeave {list}: {unsubscribe}\\n"
            footer-html = "<p class=\\"x\\">Grüße</p>"
            """
        let list = try ListDefinition.parse(text, file: "a.toml")
        #expect(list.description == "Grüße, \"quoted\" \\ and 👩‍👧")
        #expect(list.address.domain == "xn--bcher-kva.example")
        #expect(list.reversePath.address == "bounces@example.org")
        #expect(list.language == "pt-BR" && list.maxRecipients == 50)
        #expect(!list.addHeaders && list.post == .anyone && list.bounce.hard == .score)
        #expect(list.unsubscribeURL == "https://lists.example/leave/{token}" && list.oneClick == .always)
        #expect(list.posters.map(\.address) == ["Grace@example.org", "\"a b\"@example.org"])
        #expect(list.footer == "-- \nLeave {list}: {unsubscribe}\n" && list.footerHTML == "<p class=\"x\">Grüße</p>")
        #expect(list.archiveURL == "http://lists.example/archive")
        #expect(list.complaintAddress?.address == "complaints@lists.example")
        #expect(list.bounce.mailings == .init(count: 4, days: 30))
        #expect(list.bounce.warnPercent == 45)
        #expect(list.bounce.probe && list.bounce.probeDays == 9)
        #expect(try ListDefinition.parse(list.toml, file: "b.toml") == list)
        let again = try ListDefinition.parse(list.toml, file: "b.toml").toml
        #expect(again == list.toml)
    }

    @Test(
        arguments: [
            ("", .never), ("unsubscribe-url = \"https://x.example/{token}\"", .largeReceivers),
            ("unsubscribe-url = \"https://x.example/\"", .never),
            ("unsubscribe-url = \"https://x.example/?t={token}\"\none-click = \"never\"", .never),
        ] as [(String, ListDefinition.OneClickPolicy)])
    func oneClickNeedsALinkOfEachSubscribersOwn(keys: String, policy: ListDefinition.OneClickPolicy) throws {
        let list = try ListDefinition.parse(Self.minimal + "[policy]\n" + keys, file: "a.toml")
        #expect(list.oneClick == policy)
        #expect(try ListDefinition.parse(list.toml, file: "b.toml") == list)
    }

    @Test(arguments: [
        ("one-click = \"always\"", "needs a link"), ("unsubscribe-url = \"http://x.example/{token}\"", "no https"),
        ("unsubscribe-url = \"https://\"", "no https"), ("archive-url = \"ftp://x.example\"", "no web address"),
        ("unsubscribe-url = \"https://x.example/>{token}\"", "character"),
        ("unsubscribe-url = \"https://x.example/\\n{token}\"", "character"), ("one-click = \"often\"", "must be"),
        ("cfbl-address = \"complaints\"", "not an address"), ("cfbl-address = \"grüße@x.example\"", "beyond ASCII"),
        ("archive-url = \"https://x.example/é\"", "character"), ("footer = \"a\\u0007\"", "control"),
        ("footer-html = \"<p>\"", "needs `footer`"), ("footer = \"\(String(repeating: "x", count: 901))\"", "break it"),
    ])
    func linksThatCannotStandInAHeader(line: String, part: String) {
        let failure = failure(Self.minimal + "[policy]\n" + line)
        #expect(failure?.contains(part) == true, "\(failure ?? "nil")")
    }

    @Test func aListHasALookOfItsOwn() throws {
        let look = """
            [letter]
            from = "\\"Ada's\\" news <news@lists.example>"
            accent = "#C2185b"
            logo = "logo.png"
            logo-dark = "https://lists.example/dark.png"
            logo-width = 160
            font = "My Font, 'Noto Serif', serif"
            width = 640
            """
        let list = try ListDefinition.parse(Self.minimal + look, file: "a.toml")
        #expect(list.look.accent?.description == "#c2185b" && list.look.width == 640 && list.look.logoWidth == 160)
        #expect(list.look.sender?.name == "Ada's news" && list.look.sender?.address == "news@lists.example")
        #expect(try ListDefinition.parse(list.toml, file: "b.toml") == list)
        #expect(try !ListDefinition.parse(Self.minimal, file: "a.toml").toml.contains("[letter]"))
    }

    @Test(arguments: [
        ("accent = \"blue\"", "`letter.accent` is `blue`, no colour; write one such as #0b5cad"),
        ("accent = \"#12345\"", "no colour"), ("accent = \"#é12\"", "no colour"), ("width = 100", "from 320 to 800"),
        ("width = 1000", "from 320 to 800"), ("logo = \"http://x.example/a.png\"", "begins with https://"),
        ("logo = \"https://x.example/a.png\"", "say how wide"), ("logo = \"a\\\"b.png\"", "neither a file"),
        ("logo-dark = \"a.png\"", "needs `logo`"), ("logo = \"a.png\"\nlogo-width = 700", "wider than the letter, 600"),
        ("font = \"x; color:red\"", "no font"), ("font = \"a,,b\"", "no font"), ("from = \"nobody\"", "no sender"),
        ("from = \"A <b> <c@d.example>\"", "no sender"), ("colour = \"#fff\"", "unknown key"),
    ])
    func aLookThatCannotBe(line: String, part: String) {
        let failure = failure(Self.minimal + "[letter]\n" + line)
        #expect(failure?.contains(part) == true, "\(failure ?? "nil")")
        #expect(failure?.contains("\n") == false)
    }

    @Test(arguments: [
        ("verp = \"always\"", "reverse-path = \"\"", "set reverse-path"), ("verp = \"often\"", "", "must be"),
        ("verp = \"every-10th\"", "reverse-path = \"\"", "set reverse-path"),
        ("verp = \"always\"", "reverse-path = \"\(String(repeating: "x", count: 27))@x.example\"", "no room"),
    ])
    func verpNeedsARoomyReversePath(line: String, path: String, part: String) {
        let failure = failure(Self.minimal + path + "\n[policy]\n" + line)
        #expect(failure?.contains(part) == true, "\(failure ?? "nil")")
    }

    @Test func verpIsOffUnlessTheFileSaysSo() throws {
        #expect(try ListDefinition.parse(Self.minimal, file: "a.toml").verp == .never)
        let list = try ListDefinition.parse(Self.minimal + "[policy]\nverp = \"always\"", file: "a.toml")
        #expect(list.verp == .always)
        let tenth = try ListDefinition.parse(Self.minimal + "[policy]\nverp = \"every-10th\"", file: "a.toml")
        #expect(tenth.verp == .everyTenth)
    }

    @Test func reportsAreAskedForUnlessTheFileSaysOtherwise() throws {
        #expect(try ListDefinition.parse(Self.minimal, file: "a.toml").dsn == .ask)
        let list = try ListDefinition.parse(Self.minimal + "[policy]\ndsn = \"never\"", file: "a.toml")
        #expect(list.dsn == .never)
        #expect(try ListDefinition.parse(list.toml, file: "b.toml") == list)
        #expect(throws: (any Error).self) {
            try ListDefinition.parse(Self.minimal + "[policy]\ndsn = \"always\"", file: "a.toml")
        }
        #expect(try ListDefinition.parse(list.toml, file: "b.toml") == list)
    }

    @Test func whoIsDeferredIsTriedAgainAsTheFileSays() throws {
        #expect(try ListDefinition.parse(Self.minimal, file: "a.toml").retryPauses == nil)
        let list = try ListDefinition.parse(
            Self.minimal + "[retry]\npauses = [\"15s\", \"1h30m\"]", file: "a.toml")
        #expect(list.retryPauses == [.seconds(15), .seconds(5400)])
        #expect(try ListDefinition.parse(list.toml, file: "b.toml") == list)
    }

    @Test(arguments: [
        ("[]", "is empty"), ("[\"soon\"]", "not a duration"), ("[\"15\"]", "has no unit"), ("\"1m\"", "array"),
    ])
    func aPauseThatIsNone(pauses: String, part: String) {
        let failure = failure(Self.minimal + "[retry]\npauses = \(pauses)")
        #expect(failure?.contains(part) == true && failure?.contains("retry.pauses") == true, "\(failure ?? "nil")")
    }

    @Test func theEmptyReversePathIsTheNullOne() throws {
        let list = try ListDefinition.parse(Self.minimal + "reverse-path = \"\"", file: "a.toml")
        #expect(list.reversePath == .null)
        #expect(try ListDefinition.parse(list.toml, file: "a.toml") == list)
    }

    @Test(arguments: [
        ("adress = \"x\"", "lists/a.toml:4: unknown key `adress`; did you mean `address`?"),
        (
            "colour = 1",
            "lists/a.toml:4: unknown key `colour`; valid keys are name, address, description, owner, reverse-path, "
                + "language, policy, retry, bounce, letter"
        ),
        ("headers = true", "lists/a.toml:4: unknown key `headers`; it belongs in [policy]"),
        ("[policy]\n\nhaeders = true", "lists/a.toml:6: unknown key `haeders` in [policy]; did you mean `headers`?"),
        ("[policy]\nname = 1", "lists/a.toml:5: unknown key `name` in [policy]; it belongs above the first table"),
        ("[polcy]\nheaders = true", "lists/a.toml:4: unknown key `polcy`; did you mean `policy`?"),
        ("policy = { hedaers = true }", "lists/a.toml:4: unknown key `hedaers` in [policy]; did you mean `headers`?"),
        ("policy = 1", "lists/a.toml:4: `policy` must be a table; write [policy]"),
        ("description = 7", "lists/a.toml:4: `description` must be a string in quotes, not an integer"),
        ("[policy]\nheaders = \"yes\"", "lists/a.toml:5: `policy.headers` must be true or false, not a string"),
        ("[policy]\nmax-recipients = 0", "lists/a.toml:5: `policy.max-recipients` is 0; it must be from 1 to 10000"),
        (
            "[policy]\npost = \"all\"",
            "lists/a.toml:5: `policy.post` is \"all\"; it must be \"owner\" or \"subscribers\" or \"anyone\""
        ),
        ("[bounce]\nhard = \"no\"", "lists/a.toml:5: `bounce.hard` is \"no\"; it must be \"at-once\" or \"score\""),
        (
            "reverse-path = \"x\"",
            "lists/a.toml:4: `reverse-path` is not an address: there is no @; \"\" stands for the null reverse-path"
        ),
        ("language = \"english!\"", "lists/a.toml:4: `language` is not a language tag; write one such as en or pt-BR"),
        (
            "description = \"a\\r\\nBcc: eve@example.org\"",
            "lists/a.toml:4: `description` contains a line break or a control character; write one plain line"
        ),
        ("description = \"a\\u0000b\"", "lists/a.toml: the file contains a NUL character; remove it"),
        (
            "name = \"b\"",
            "lists/a.toml:4:8: not valid TOML: this key stands above already; keep one of them"
        ),
    ])
    func mistakesAreNamedWithTheirLine(addition: String, message: String) {
        #expect(failure(Self.minimal + addition) == message)
    }

    @Test(arguments: [
        (
            "address = \"a@b.example\"\nowner = \"a@b.example\"",
            "lists/a.toml: the key `name` is missing; add a line such as name = \"announce\""
        ),
        (
            "name = \"x\"\nowner = \"a@b.example\"",
            "lists/a.toml: the key `address` is missing; add a line such as address = \"x@lists.example\""
        ),
        (
            "name = \"x\"\naddress = \"x@b.example\"",
            "lists/a.toml: the key `owner` is missing; add a line such as owner = \"x@b.example\""
        ),
        (
            "name = \"x\"\naddress = \"x\"\nowner = \"a@b.example\"",
            "lists/a.toml:2: `address` is not an address: there is no @"
        ),
        (
            "name = \"x\"\naddress = \"\(String(repeating: "x", count: 60))@b.example\"\nowner = \"a@b.example\"",
            "lists/a.toml: the list's address is too long for a reverse-path made from it; set `reverse-path`"
        ),
    ])
    func whatIsMissingOrUnusableIsSaid(text: String, message: String) {
        #expect(failure(text) == message)
    }

    @Test(arguments: [
        "", "Announce", "-a", ".a", "a b", "a/b", "a..b", "a.", "ä", "a\n", String(repeating: "a", count: 65),
    ])
    func whatIsNoListNameIsNot(name: String) {
        #expect(!ListDefinition.isName(name))
    }

    @Test(arguments: ["a", "0", "announce", "a.b-c_d", "a-", String(repeating: "a", count: 64)])
    func listNamesAre(name: String) {
        #expect(ListDefinition.isName(name))
    }

    @Test(arguments: ["name = ", "[", "name = \"a", "a = [1,", "x", "= 1"])
    func brokenTOMLIsNamedWithLineAndColumn(text: String) throws {
        let message = try #require(failure(Self.minimal + text))
        #expect(message.wholeMatch(of: /lists\/a\.toml:\d+:\d+: not valid TOML: .+/) != nil, "\(message)")
    }

    @Test func filesAreBounded() {
        let text = Self.minimal + "#" + String(repeating: "x", count: 1 << 20)
        #expect(failure(text) == "lists/a.toml: the file is larger than 1 MiB")
    }

    @Test func aMissingFileIsSaidToBeMissing() {
        #expect {
            _ = try ListDefinition.load("/nonexistent/a.toml")
        } throws: {
            ($0 as? InputFailure)?.kind == .notFound
                && "\($0)" == "/nonexistent/a.toml: there is no such file"
        }
    }

    @Test(arguments: ["announce", "developers"])
    func theSamplesAreValid(name: String) throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let list = try ListDefinition.load("\(root)/lists/\(name).toml")
        #expect(list.name == name)
    }
}
