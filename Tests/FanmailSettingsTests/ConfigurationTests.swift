import FanmailBasics
import Foundation
import Testing

@testable import FanmailSettings

struct ConfigurationTests {
    /// Loads settings from a directory with this `fanmail.toml` in it; the directory is called DIR in what comes back.
    private func load(_ toml: String?, flags: [SettingName: String] = [:], environment: [String: String] = [:]) throws
        -> Configuration
    {
        let directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        if let toml { try Data(toml.utf8).write(to: directory.appending(path: "fanmail.toml")) }
        do throws(InputFailure) {
            return try Configuration.load(flags: flags, environment: environment, directory: directory.path)
        } catch {
            let place = error.place?.replacing(directory.path, with: "DIR") ?? ""
            throw InputFailure(error.kind, place, error.what, remedy: error.remedy)
        }
    }

    private func failure(_ toml: String?, flags: [SettingName: String] = [:], environment: [String: String] = [:])
        throws -> String?
    {
        do {
            _ = try load(toml, flags: flags, environment: environment)
            return nil
        } catch let error as InputFailure {
            #expect(error.kind == (flags.isEmpty ? .configuration : .usage))
            return error.description
        }
    }

    @Test func withoutAnythingTheDefaultsHold() throws {
        let configuration = try Configuration.load(environment: [:], directory: "/nonexistent")
        #expect(configuration.database.value == "/nonexistent/fanmail.db")
        #expect(configuration.relay.value == nil && configuration.rate.value.isEmpty)
        #expect(configuration.connections.value == 10 && configuration.maxRcpt.value == 100)
        // RFC 5321, 4.5.3.2.
        #expect(
            configuration.timeout.value.text
                == "connect=30s,greeting=5m,ehlo=5m,tls=5m,auth=5m,mail=5m,rcpt=5m,data=2m,block=3m,end-of-data=10m,quit=5s"
        )
        #expect(configuration.retry.value == [.seconds(15), .seconds(60), .seconds(300), .seconds(900)])
        #expect(configuration.guardShare.value == 0.1)
        #expect(configuration.guardWindow.value == 500 && configuration.guardDomain.value == 20)
        #expect(configuration.rows.allSatisfy { $0.origin == "default" })
        #expect(try Configuration.load(environment: [:]).database.value == "fanmail.db")
    }

    @Test func aFlagOverridesTheEnvironmentOverridesTheFile() throws {
        let toml = """
            database = "data/x.db"
            [delivery]
            connections = 3
            rate = "100/s"
            retry = ["1s", "2s"]
            max-rcpt = 7
            [guard]
            share = 1
            """
        let configuration = try load(
            toml, flags: [.connections: "5"],
            environment: ["FANMAIL_CONNECTIONS": "4", "FANMAIL_RATE": "600/m", "FANMAIL_MAX_RCPT": ""])
        #expect(configuration.connections == Setting(.connections, 5, origin: .flag("--connections")))
        #expect(
            configuration.rate
                == Setting(.rate, [MailRate(.recipients, 600, per: .minute)], origin: .environment("FANMAIL_RATE")))
        #expect(configuration.maxRcpt.value == 7)
        #expect(configuration.maxRcpt.origin.description.hasSuffix("/fanmail.toml:6"))
        #expect(configuration.retry.value == [.seconds(1), .seconds(2)])
        #expect(configuration.guardShare.value == 1)
        #expect(configuration.database.value.hasSuffix("/data/x.db") && configuration.database.value.hasPrefix("/"))
        #expect(configuration.timeout.origin == .default)
    }

    @Test func everyVariableAndEveryFlagIsHeard() throws {
        let texts: [SettingName: String] = [
            .database: "a.db", .relay: "smtp://x", .connections: "2", .rate: "9/m", .maxRcpt: "3", .timeout: "4s",
            .retry: "5s,1m", .hostname: "h.example", .guardShare: "0.5", .guardWindow: "6", .guardDomain: "7",
            .tls: "required", .tlsCA: "ca.pem", .tlsCertificate: "c.pem", .tlsKey: "k.pem",
            .tlsPin: String(repeating: "ab", count: 32), .tlsVerify: "false", .passwordFile: "p", .tokenFile: "t",
            .tokenCommand: "get-token", .allowClearAuth: "true", .sourceAddress: "127.0.0.1", .chunking: "true",
            .inFlight: "8", .direct: "false", .directPort: "2525", .dns: "127.0.0.1:53", .dnsValidates: "true",
            .dkimDomain: "d.example", .dkimSelector: "s", .dkimKey: "s.pem", .dkimEd25519Selector: "e",
            .dkimEd25519Key: "e.pem", .attachmentFolders: "a:b/c", .shapingFile: "s.toml",
        ]
        #expect(texts.count == SettingName.allCases.count)
        let variables = Dictionary(uniqueKeysWithValues: texts.map { ($0.key.variable, $0.value) })
        let fromEnvironment = try load(nil, environment: variables).rows
        #expect(fromEnvironment.map(\.origin) == SettingName.allCases.map(\.variable))
        let fromFlags = try load(nil, flags: texts).rows
        for (name, row) in zip(SettingName.allCases, fromFlags) {
            // What no command has as an option is no flag.
            #expect(row.origin == (name.flag ?? "default"))
            #expect(name.flag == nil || row.value == texts[name])
        }
        #expect(fromFlags.map(\.key) == SettingName.allCases.map(\.key))
        #expect(fromEnvironment.map(\.key) == SettingName.allCases.map(\.key))
        #expect(fromEnvironment.map(\.value) == SettingName.allCases.map { texts[$0] })
    }

    @Test(arguments: [
        (
            "[delivery]\nrate = \"fast\"",
            "DIR/fanmail.toml:2: `delivery.rate`: `fast` is not a rate; write recipients per s, m, h or d, such as 500/s, "
                + "or none"
        ),
        ("[delivery]\nconnections = 0", "DIR/fanmail.toml:2: `delivery.connections`: 0 must be from 1 to 1000"),
        (
            "[delivery]\nconnections = \"10\"",
            "DIR/fanmail.toml:2: `delivery.connections` must be an integer, not a string"
        ),
        (
            "[delivery]\nretry = [1]",
            "DIR/fanmail.toml:2: `delivery.retry` must be an array of durations in quotes, such as [\"15s\", \"1m\"]"
        ),
        (
            "[delivery]\nretry = 15",
            "DIR/fanmail.toml:2: `delivery.retry` must be an array of durations in quotes, not an integer"
        ),
        (
            "[delivery]\nconections = 1",
            "DIR/fanmail.toml:2: unknown key `conections` in [delivery]; did you mean `connections`?"
        ),
        ("relay = \"x\"", "DIR/fanmail.toml:1: unknown key `relay`; it belongs in [delivery]"),
        (
            "[guard]\nshare = 1.5",
            "DIR/fanmail.toml:2: `guard.share`: `1.5` is not a share; write a fraction from 0 to 1, such as 0.10"
        ),
        ("database = \"\"", "DIR/fanmail.toml:1: `database`: the path is empty; write one such as fanmail.db"),
    ])
    func mistakesInTheFileAreNamedWithTheirLine(toml: String, message: String) throws {
        #expect(try failure(toml) == message)
    }

    @Test func mistakesElsewhereAreNamedWithTheirPlace() throws {
        #expect(
            try failure(nil, environment: ["FANMAIL_TIMEOUT": "30"])
                == "FANMAIL_TIMEOUT: `30` has no unit; write 30s, or another unit of ms, m, h, d")
        #expect(try failure(nil, flags: [.connections: "ten"]) == "--connections: `ten` is not a whole number")
        #expect(try failure(nil, flags: [.maxRcpt: "10001"]) == "--max-rcpt: 10001 must be from 1 to 10000")
        #expect(
            try failure(nil, flags: [.timeout: "2h"])
                == "--timeout: `2h` is too long to wait for a reply; at most 1h")
        #expect(
            try failure(nil, flags: [.relay: "a\u{1B}[2J"])
                == "--relay: `a\\u{1b}[2J` is not a relay URL; write one such as smtp://127.0.0.1:25")
        #expect(
            try failure(nil, flags: [.relay: "mail.example:587"])
                == "--relay: `mail.example:587` is not a relay URL; write smtp://mail.example:587")
    }

    @Test func noRetryAndNoRateCanBeSaid() throws {
        let configuration = try load("[delivery]\nretry = []\nrate = \"none\"")
        #expect(configuration.retry.value.isEmpty && configuration.rate.value.isEmpty)
        #expect(configuration.rows[3].value == "none" && configuration.rows[6].value == "none")
        #expect(configuration.rows[3].origin.hasSuffix("fanmail.toml:3"))
    }

    @Test func aPasswordIsNotShown() throws {
        let configuration = try load(nil, environment: ["FANMAIL_RELAY": "smtp://ada:s:e@cret@mail.example:25/x@y"])
        #expect(configuration.rows[1].value == "smtp://ada:***@mail.example:25/x@y")
        #expect(configuration.relay.value?.contains("cret") == true)
        #expect(Configuration.withoutPassword("smtp://mail.example") == "smtp://mail.example")
        #expect(Configuration.withoutPassword("smtp://ada@mail.example") == "smtp://ada@mail.example")
    }

    @Test func theTemplateChangesNothingAndItsCommentsAreTheDefaults() throws {
        let plain = try load(Configuration.template)
        #expect(plain.rows.dropFirst().allSatisfy { $0.origin == "default" })
        let lines = Configuration.template.split(separator: "\n", omittingEmptySubsequences: false)
        let uncommented = lines.map { $0.contains(#/^# [a-z0-9-]+ = /#) ? $0.dropFirst(2) : $0 }.joined(separator: "\n")
        let full = try load(uncommented)
        #expect(full.rows.allSatisfy { $0.origin.contains("fanmail.toml:") })
        let differing: Set = [
            "database", "delivery.relay", "delivery.hostname", "delivery.tls", "delivery.tls-ca", "delivery.tls-cert",
            "delivery.tls-key", "delivery.tls-pin", "delivery.password-file", "delivery.oauth-token-file",
            "delivery.oauth-token-command", "delivery.source-address", "dkim.domain", "dkim.selector",
            "dkim.rsa-key", "delivery.dns", "dkim.ed25519-selector", "dkim.ed25519-key",
            "shaping.file",
        ]
        for (left, right) in zip(plain.rows, full.rows) where !differing.contains(left.key) {
            #expect(left.value == right.value, "\(left.key)")
        }
    }
}
