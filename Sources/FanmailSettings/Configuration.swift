package import FanmailBasics
import SMTPCore

/// The settings of a run, each with its origin: a flag overrides the environment overrides `fanmail.toml`.
package struct Configuration: Sendable {
    package static let fileName = "fanmail.toml"

    /// Where `fanmail.toml` was found. Relative paths in it are relative to that folder.
    package let folder: SettingsFolder
    /// The folder of layouts, partials and notices: beside the settings file.
    package let templates: String
    /// The path of the database; one from the file is relative to the file.
    package let database: Setting<String>
    /// The relay's URL, not looked at any closer here, or the name of one of ``relays``; nil when nobody named one.
    package let relay: Setting<String?>
    /// The most connections at once, 1 to 1,000.
    package let connections: Setting<Int>
    /// What may be sent in a time, by all processes together; empty for no limit.
    package let rate: Setting<[MailRate]>
    /// The most recipients in one envelope, 1 to 10,000.
    package let maxRcpt: Setting<Int>
    /// The pauses before a deferred recipient is offered again within the run; empty for none.
    package let retry: Setting<[Duration]>
    /// How connections are made, where no relay's own table says something else; its URL is ``relay``.
    package let general: RelaySettings
    /// Those with a table of their own, `[relay.NAME]`, in the order of the file.
    package let relays: [RelaySettings]
    /// Whose mail takes which way.
    package let routes: RouteRules
    /// Mail goes to the hosts of its domains (MX).
    package let direct: Setting<Bool>
    /// The port of those hosts.
    package let directPort: Setting<Int>
    /// The address of the name server, with a port if need be; nil for the system's.
    package let dns: Setting<String?>
    /// What the name server calls signed (DNSSEC) is believed, though a network lies between.
    package let dnsValidates: Setting<Bool>
    /// Whose signature messages carry.
    package let dkim: DKIMSettings
    /// Where a letter's pictures and attachments may come from, beside its own folder.
    package let attachmentFolders: Setting<[String]>
    /// The files that hold a secret or the people, wherever one is named: none of them is for anybody else.
    package let secretFiles: [String]
    /// Why the file's words are not to be followed in everything.
    package let doubts: SettingsFileDoubts
    /// The share of refusals among the first recipients that pauses a mailing, 0 to 1.
    package let guardShare: Setting<Double>
    /// How many of the first recipients are watched; 0 for none.
    package let guardWindow: Setting<Int>
    /// How many of a domain's first recipients must not all be refused; 0 for none.
    package let guardDomain: Setting<Int>
    /// Limits and reactions that come before fanmail's own, as TOML; without another word `shaping.toml` beside the
    /// settings file, where there is one; nil for none.
    package let shapingFile: Setting<String?>

    /// Reads the settings.
    ///
    /// - Parameters:
    ///   - flags: what stood on the command line.
    ///   - environment: the environment's variables.
    ///   - directory: where `fanmail.toml` is looked for first, and the database without another word; there need not be
    ///     one.
    ///   - upwards: looks for it in the folders above, too.
    package static func load(
        flags: [SettingName: String] = [:], environment: [String: String], directory: String = ".",
        upwards: Bool = true
    ) throws(InputFailure) -> Configuration {
        let folder = SettingsFolder(directory, upwards: upwards)
        return try Configuration(ConfigurationSources(flags: flags, environment: environment, folder: folder))
    }

    /// The same without environment and file: for what is set by flags alone.
    package static func ofFlags(_ flags: [SettingName: String]) throws(InputFailure) -> Configuration {
        // There is no file below what is no folder.
        try load(flags: flags, environment: [:], directory: "/dev/null", upwards: false)
    }

    /// How long a reply may take, by what it answers.
    package var timeout: Setting<TimeoutText> { general.timeout }
    /// The name given in EHLO: a domain or an address literal; nil for the address of each connection.
    package var hostname: Setting<String?> { general.hostname }
    /// How the relay is trusted and logged in to.
    package var login: LoginSettings { general.login }
    /// This machine's address that connections come from; nil for whichever the system takes.
    package var sourceAddress: Setting<String?> { general.sourceAddress }
    /// Whether messages go behind BDAT where the server offers it.
    package var chunking: Setting<Bool> { general.chunking }
    /// With BDAT: the most envelopes that are unanswered at once on a connection, 1 to 100.
    package var inFlight: Setting<Int> { general.inFlight }

    private init(_ sources: ConfigurationSources) throws(InputFailure) {
        folder = sources.folder
        templates = folder.isAbove ? SettingsFolder.join(folder.path, "templates") : "templates"
        database = try sources.database()
        let tables = sources.relayTables
        relay = try sources.setting(.relay, default: nil) { text throws(SettingSyntaxError) in
            try SettingText.relay(text, names: tables.map(\.name))
        }
        connections = try sources.integer(.connections, default: 10, in: 1...1000)
        rate = try sources.rate()
        maxRcpt = try sources.integer(.maxRcpt, default: 100, in: 1...10_000)
        retry = try sources.setting(.retry, default: Self.usualPauses) { text throws(SettingSyntaxError) in
            try SettingText.pauses(text)
        }
        let general = try RelaySettings(sources, url: relay)
        self.general = general
        var relays: [RelaySettings] = []
        for (name, table) in tables { relays.append(try RelaySettings(name, table, general: general)) }
        self.relays = relays
        direct = try sources.boolean(.direct, default: false)
        directPort = try sources.integer(.directPort, default: 25, in: 1...65_535)
        dns = try sources.setting(.dns, default: nil) { $0 }
        dnsValidates = try sources.boolean(.dnsValidates, default: false)
        routes = try RouteRules(sources.routes, relays: relays, relay: relay, direct: direct)
        dkim = try DKIMSettings(sources)
        doubts = sources.doubts
        let databases = Set([database.value] + sources.everyPath(.database)).sorted()
        secretFiles =
            (RelaySettings.secretFiles + [.dkimKey, .dkimEd25519Key]).flatMap(sources.everyPath)
            + tables.flatMap { RelaySettings.secretFiles.flatMap($0.sources.everyPath) }
            + databases.flatMap { path in ["", "-wal", "-shm", "-journal", ".keys"].map { path + $0 } }
        attachmentFolders = try sources.folders(.attachmentFolders)
        guardShare = try sources.setting(.guardShare, default: 0.10) { text throws(SettingSyntaxError) in
            try SettingText.share(text)
        }
        guardWindow = try sources.integer(.guardWindow, default: 500, in: 0...1_000_000)
        guardDomain = try sources.integer(.guardDomain, default: 20, in: 0...1_000_000)
        shapingFile = try sources.shapingFile()
    }

    /// What may stand in `fanmail.toml`, as ``TOMLDocument`` wants it.
    static var fileKeys: [String] {
        SettingName.allCases.map(\.key) + RelaySettings.keys.map { "relay.*.\($0)" } + ["route"]
    }

    /// Of a relay with a table of its own; nil where there is none of this name.
    package func relay(named name: String) -> RelaySettings? { relays.first { $0.name == name } }

    // What a relay has by its own table, else by what is set for all.

    package func connections(of relay: RelaySettings) -> Int { relay.connections.value ?? connections.value }
    package func rates(of relay: RelaySettings) -> [MailRate] {
        relay.rate.value.isEmpty ? rate.value : relay.rate.value
    }
    package func maxRcpt(of relay: RelaySettings) -> Int { relay.maxRcpt.value ?? maxRcpt.value }

    /// 15 s, 1 min, 5 min, 15 min.
    package static let usualPauses: [Duration] = [.seconds(15), .seconds(60), .seconds(300), .seconds(900)]
}
