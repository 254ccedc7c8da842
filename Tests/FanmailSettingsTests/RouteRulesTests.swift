import FanmailBasics
import Foundation
import Testing

@testable import FanmailSettings

@Suite("Relays and routes in fanmail.toml")
struct RouteRulesTests {
    private static let relays = """
        [relay.main]
        url = "smtps://ada@mail.example"
        password-file = "main.password"
        weight = 3
        connections = 20
        [relay.backup]
        url = "smtp://127.0.0.1:2526"
        tls = "none"

        """

    private func load(
        _ toml: String, flags: [SettingName: String] = [:], environment: [String: String] = [:]
    ) throws -> Configuration {
        let directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try Data(toml.utf8).write(to: directory.appending(path: "fanmail.toml"))
        do throws(InputFailure) {
            return try Configuration.load(flags: flags, environment: environment, directory: directory.path)
        } catch {
            let place = error.place?.replacing(directory.path, with: "DIR") ?? ""
            throw InputFailure(
                error.kind, place, error.what.replacing(directory.path, with: "DIR"), remedy: error.remedy)
        }
    }

    @Test("a relay has its own settings, and those of all relays where it says nothing; never a secret of theirs")
    func relay() throws {
        let toml =
            "[delivery]\nhostname = \"h.example\"\ntls = \"required\"\npassword-file = \"p\"\ntls-verify = false\n"
            + "source-address = \"192.0.2.1\"\ntls-ca = \"ca.pem\"\ntimeout = \"9s\"\n" + Self.relays
        let configuration = try load(toml)
        #expect(configuration.relays.map(\.name) == ["main", "backup"])
        let (main, backup) = (configuration.relays[0], configuration.relays[1])
        #expect(main.login.tls.value == .required && backup.login.tls.value == LoginSettings.Security.none)
        #expect(main.hostname.value == "h.example" && main.timeout.value.text.hasPrefix("9s"))
        #expect(main.sourceAddress.value == "192.0.2.1")
        #expect(main.login.tlsCA.value?.hasSuffix("/ca.pem") == true)
        #expect(main.login.passwordFile.value?.hasSuffix("/main.password") == true)
        #expect(backup.login.passwordFile.value == nil && main.login.tlsVerify.value)
        #expect(main.weight == 3 && backup.weight == 1 && main.connections.value == 20)
        #expect(backup.connections.value == nil && backup.maxRcpt.value == nil && backup.rate.value.isEmpty)
        #expect(configuration.secretFiles.contains { $0.hasSuffix("/main.password") })
        let rows = configuration.rows.filter { $0.key.hasPrefix("relay.") }
        #expect(
            rows.map(\.key) == [
                "relay.main.url", "relay.main.connections", "relay.main.weight", "relay.main.password-file",
                "relay.backup.url", "relay.backup.tls",
            ])
        #expect(rows[0].origin.hasSuffix("fanmail.toml:10"))
        // A flag of the connection holds for this one command, whichever relay it is.
        let flagged = try load(Self.relays, flags: [.tls: "opportunistic", .connections: "2"])
        #expect(flagged.relays[1].login.tls.value == .opportunistic && flagged.relays[0].connections.value == 20)
        #expect(try load(Self.relays, environment: ["FANMAIL_TLS": "required"]).relays[1].login.tls.value != .required)
    }

    @Test("the first route that fits has the mail: by list, by domain, by what lies below a domain") func order() throws
    {
        let toml =
            "[delivery]\nrelay = \"smtp://127.0.0.1\"\n" + Self.relays + """
                [[route]]
                list = "announce"
                domain = "Example.org"
                to = "backup"
                [[route]]
                domain = [".example.org", "bücher.example", ".Gov"]
                to = ["main", "backup"]
                [[route]]
                list = ["news", "announce"]
                to = "direct"

                """
        let routes = try load(toml).routes
        func way(_ domain: String, _ list: String? = nil) -> DeliveryWay? { routes.way(to: domain, list: list).way }
        #expect(way("example.org", "announce") == .relays(["backup"]))
        #expect(way("example.org", "other") == .general && way("example.org") == .general)
        #expect(way("a.b.example.org", "announce") == .relays(["main", "backup"]))
        #expect(way("notexample.org", "announce") == .direct && way("notexample.org") == .general)
        #expect(way("xn--bcher-kva.example") == .relays(["main", "backup"]))
        #expect(way("nasa.gov") == .relays(["main", "backup"]) && way("notgov") == .general)
        #expect(way("a.example", "news") == .direct)
        #expect(routes.way(to: "a.example", list: "news").rule?.place.hasSuffix("fanmail.toml:18") == true)
        #expect(routes.ways == [.relays(["backup"]), .relays(["main", "backup"]), .direct, .general])
        #expect(
            try load(toml).rows.filter { $0.key == "route" }.map(\.value) == [
                "list announce, domain example.org: backup",
                "domain .example.org or xn--bcher-kva.example or .gov: main,backup", "list news or announce: direct",
            ])
    }

    @Test("what holds where no route does: a flag, a variable, the file; one relay alone needs no word")
    func otherwise()
        throws
    {
        #expect(try load("").routes.otherwise == nil)
        #expect(try load("[relay.a]\nurl = \"smtp://a\"\n").routes.otherwise == .relays(["a"]))
        #expect(try load(Self.relays).routes.otherwise == nil)
        #expect(try load("[delivery]\nrelay = \"backup\"\n" + Self.relays).routes.otherwise == .relays(["backup"]))
        #expect(try load("[delivery]\ndirect = true\n").routes.otherwise == .direct)
        let both = "[delivery]\ndirect = true\n" + Self.relays + "[[route]]\nto = \"main\"\n"
        #expect(try load(both).routes.way(to: "a.example", list: nil).way == .relays(["main"]))
        // Who says it for one command says it of all mail.
        for flags in [[.relay: "smtp://b"], [.relay: "backup"]] as [[SettingName: String]] {
            let routes = try load(both, flags: flags).routes
            #expect(
                routes.rules.isEmpty && routes.otherwise == (flags[.relay] == "backup" ? .relays(["backup"]) : .general)
            )
        }
        let file = "[delivery]\nrelay = \"smtp://a\"\n"
        #expect(try load(file, flags: [.direct: "true"]).routes.otherwise == .direct)
        #expect(try load(file, environment: ["FANMAIL_DIRECT": "true"]).routes.otherwise == .direct)
        #expect(
            try load(file, flags: [.relay: "smtp://c"], environment: ["FANMAIL_DIRECT": "true"]).routes.otherwise
                == .general)
    }

    @Test(
        "mistakes are told in one line, with their place",
        arguments: [
            (
                "[relay.a]\nweight = 2",
                "DIR/fanmail.toml:1: `relay.a` names no url; write url = \"smtp://host\" into it"
            ),
            (
                "[relay.a]\nurl = \"mail\"",
                "DIR/fanmail.toml:2: `relay.a.url`: `mail` is not a relay URL; write smtp://mail"
            ),
            (
                "[relay.direct]\nurl = \"smtp://a\"",
                "DIR/fanmail.toml:1: `relay.direct` is no name for a relay; write letters, digits, - and _, such as "
                    + "[relay.main], but not direct"
            ),
            (
                "[relay.a]\nurl = \"smtp://a\"\nwieght = 2",
                "DIR/fanmail.toml:3: unknown key `wieght` in [relay.a]; did you mean `weight`?"
            ),
            (
                "[relay.a]\nurl = \"smtp://a\"\nconnections = \"2\"",
                "DIR/fanmail.toml:3: `relay.a.connections` must be an integer, not a string"
            ),
            (
                "[relay.a]\nurl = \"smtp://a\"\nweight = 0",
                "DIR/fanmail.toml:3: `relay.a.weight` is 0; it must be from 1 to 1000"
            ),
            ("[relay]\nmain = \"smtp://a\"", "DIR/fanmail.toml:2: `relay.main` must be a table; write [relay.main]"),
            ("relay = \"smtp://a\"", "DIR/fanmail.toml:1: unknown key `relay`; it belongs in [delivery]"),
            (
                "[delivery]\nrelay = \"mian\"\n[relay.main]\nurl = \"smtp://a\"",
                "DIR/fanmail.toml:2: `delivery.relay`: `mian` is neither a relay URL nor the name of a relay; did you "
                    + "mean main?"
            ),
            (
                "[relay.main]\nurl = \"smtp://a\"\n[[route]]\nto = \"mian\"",
                "DIR/fanmail.toml:4: `to` in [[route]] names no relay: there is no [relay.mian]; did you mean \"main\"?"
            ),
            (
                "[relay.a]\nurl = \"smtp://a\"\n[[route]]\nto = [\"a\", \"direct\"]",
                "DIR/fanmail.toml:4: `to` in [[route]] names relays beside \"direct\"; write one or the other"
            ),
            (
                "[relay.a]\nurl = \"smtp://a\"\n[[route]]\nto = [\"a\", \"a\"]",
                "DIR/fanmail.toml:4: `to` in [[route]] names a twice; give it more weight in [relay.a]"
            ),
            (
                "[[route]]\nlist = \"a\"",
                "DIR/fanmail.toml:1: [[route]] says nothing of where to; write to = \"direct\", or the name of a relay"
            ),
            (
                "[[route]]\ndomain = \"a b\"\nto = \"direct\"",
                "DIR/fanmail.toml:2: `domain` in [[route]] holds \"a b\", which is no domain; write example.org, or "
                    + ".example.org"
            ),
            (
                "[[route]]\ndomains = \"a\"\nto = \"direct\"",
                "DIR/fanmail.toml:2: unknown key `domains` in [[route]]; did you mean `domain`?"
            ),
            (
                "[[route]]\nto = \"direct\"\n[[route]]\nlist = \"a\"\nto = \"direct\"",
                "DIR/fanmail.toml:3: [[route]] takes nothing: the one at DIR/fanmail.toml:1 takes all; put that behind it"
            ),
            (
                "[delivery]\nrelay = \"smtp://a\"\ndirect = true",
                "DIR/fanmail.toml:3: `delivery.direct`: mail goes through a relay (DIR/fanmail.toml:2), or directly; take "
                    + "one of them away"
            ),
            ("[route]\nto = \"direct\"", "DIR/fanmail.toml:1: `route` must be written [[route]]"),
        ])
    func mistakes(toml: String, message: String) throws {
        let failure = #expect(throws: InputFailure.self) { try load(toml) }
        #expect(failure?.description == message)
        #expect(failure?.kind == .configuration)
    }
}
