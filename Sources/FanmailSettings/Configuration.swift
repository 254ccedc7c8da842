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
    /// The relay's URL, not looked at any closer here; nil when nobody named one.
    package let relay: Setting<String?>
    /// The most connections at once, 1 to 1,000.
    package let connections: Setting<Int>
    /// What may be sent in a time, by all processes together; empty for no limit.
    package let rate: Setting<[RateText]>
    /// The most recipients in one envelope, 1 to 10,000.
    package let maxRcpt: Setting<Int>
    /// How long a reply may take, by what it answers.
    package let timeout: Setting<TimeoutText>
    /// The pauses before a deferred recipient is offered again within the run; empty for none.
    package let retry: Setting<[Duration]>
    /// The name given in EHLO: a domain or an address literal; nil for the address of each connection.
    package let hostname: Setting<String?>
    /// How the relay is trusted and logged in to.
    package let login: LoginSettings
    /// This machine's address that connections come from; nil for whichever the system takes.
    package let sourceAddress: Setting<String?>
    /// Whether messages go behind BDAT where the server offers it.
    package let chunking: Setting<Bool>
    /// With BDAT: the most envelopes that are unanswered at once on a connection, 1 to 100.
    package let inFlight: Setting<Int>
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

    private init(_ sources: ConfigurationSources) throws(InputFailure) {
        folder = sources.folder
        templates = folder.isAbove ? SettingsFolder.join(folder.path, "templates") : "templates"
        database = try sources.database()
        relay = try sources.setting(.relay, default: nil) { text throws(SettingSyntaxError) in
            try SettingText.relay(text)
        }
        connections = try sources.integer(.connections, default: 10, in: 1...1000)
        rate = try sources.setting(.rate, default: []) { text throws(SettingSyntaxError) in
            try RateText.list(text)
        }
        maxRcpt = try sources.integer(.maxRcpt, default: 100, in: 1...10_000)
        timeout = try sources.setting(.timeout, default: TimeoutText()) { text throws(SettingSyntaxError) in
            try TimeoutText(text)
        }
        retry = try sources.setting(.retry, default: Self.usualPauses) { text throws(SettingSyntaxError) in
            try SettingText.pauses(text)
        }
        hostname = try sources.setting(.hostname, default: MachineName.current) { text throws(SettingSyntaxError) in
            try SettingText.hostname(text)
        }
        login = try LoginSettings(sources)
        sourceAddress = try sources.setting(.sourceAddress, default: nil) { text throws(SettingSyntaxError) in
            let isAddress = text.utf8.allSatisfy {
                (0x30...0x3A).contains($0) || $0 == 0x2E || (0x61...0x66).contains($0 | 0x20)
            }
            guard isAddress, text.contains(".") || text.contains(":") else {
                throw SettingSyntaxError("\(SettingSyntaxError.quoted(text)) is no IP address of this machine")
            }
            return text
        }
        chunking = try sources.boolean(.chunking, default: false)
        inFlight = try sources.integer(.inFlight, default: 1, in: 1...100)
        dkim = try DKIMSettings(sources)
        doubts = sources.doubts
        let databases = Set([database.value] + sources.everyPath(.database)).sorted()
        secretFiles =
            [.passwordFile, .tokenFile, .tlsKey, .tlsCertificate, .dkimKey, .dkimEd25519Key].flatMap(sources.everyPath)
            + databases.flatMap { path in ["", "-wal", "-shm", "-journal", ".keys"].map { path + $0 } }
        attachmentFolders = try sources.folders(.attachmentFolders)
        guardShare = try sources.setting(.guardShare, default: 0.10) { text throws(SettingSyntaxError) in
            try SettingText.share(text)
        }
        guardWindow = try sources.integer(.guardWindow, default: 500, in: 0...1_000_000)
        guardDomain = try sources.integer(.guardDomain, default: 20, in: 0...1_000_000)
        shapingFile = try sources.shapingFile()
    }

    /// 15 s, 1 min, 5 min, 15 min.
    package static let usualPauses: [Duration] = [.seconds(15), .seconds(60), .seconds(300), .seconds(900)]
}
