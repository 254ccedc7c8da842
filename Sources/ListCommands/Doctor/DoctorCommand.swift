import ArgumentParser
import Composition
import Fanmail
import FanmailBasics
import FanmailDNS
import FanmailSettings
import FanmailTerminal
import Foundation
import ListStore
import SMTPClient

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at the database, the settings, the relay and the sender's DNS, and says what to mend.",
        discussion: """
            Example: fanmail doctor --sends-from 192.0.2.25
            In the DNS it looks at what large receivers demand of bulk senders: SPF, DKIM, DMARC, a host for bounces, and \
            a name for the address that the mail comes from. Sends no mail, changes nothing.
            Exit status: 0 nothing is bad; 78 something is; 75 nothing is bad, but something could not be looked at.
            """)

    @Option(help: "The relay (FANMAIL_RELAY, [delivery] relay).") var relay: String?
    @Option(help: "The address that mail leaves from for the world; the relay's own without this.")
    var sendsFrom: [String] = []
    @Option(help: "The name server's address, with :port if it is not 53; the system's without this.") var dns: String?
    @OptionGroup(title: "CONNECTION OPTIONS") var connection: RelayOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let addresses = try sendsFrom.map { text in
            guard let address = IPAddress(text) else {
                throw FanmailFailure(
                    .usage, "--sends-from \(text.escapedForTerminal): write an IP address, such as 192.0.2.25")
            }
            return address
        }
        let resolver = try Resolver.named(dns, option: "--dns")
        var flags = connection.flags
        flags[.relay] = relay
        let configuration = try global.configuration(flags)
        var check = HealthCheck(database: configuration.database.value, resolver: resolver)
        check.patience = .said
        check.settingsFile = configuration.folder.file
        check.settingsDoubt = configuration.doubts.aboutCommands
        check.otherSettings = configuration.folder.passedOver.map { ($0.file, $0.why) }
        check.hostname = configuration.hostname.value
        let own = configuration.relay.value.flatMap(configuration.relay(named:)) ?? configuration.general
        check.relay = try own.url.value.map(RelayOptions.relay)
        if let relay = check.relay {
            check.smtp = try connection.connection(
                to: relay, own, of: configuration, logsIn: false, logger: global.log.logger)
        }
        check.requiresTLS = own.login.tls.value == .required
        check.sourceAddress = configuration.sourceAddress.value
        check.sendingAddresses = addresses
        check.keyFiles = Self.keyFiles(beside: configuration.folder)
        do throws(FanmailFailure) {
            check.signing = .with(try DKIMSigner(configuration.dkim)?.identities ?? [])
        } catch {
            check.signing = .failing(error.message)
        }
        try report(await check.findings())
    }

    /// Where `dkim keygen` puts them.
    private static func keyFiles(beside folder: SettingsFolder) -> [String] {
        let place = folder.isAbove ? "\(folder.path)/dkim" : "dkim"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.filter { $0.hasSuffix(".pem") }.sorted().map { "\(place)/\($0)" }
    }

    private func report(_ findings: [HealthFinding]) throws {
        func count(_ level: HealthFinding.Level) -> Int { findings.count { $0.level == level } }
        if global.json {
            Terminal.print(
                JSONValue.object([
                    ("findings", .array(findings.map(\.json))), ("good", JSONValue(count(.good))),
                    ("warnings", JSONValue(count(.warning))), ("bad", JSONValue(count(.bad))),
                    ("unknown", JSONValue(count(.unknown))),
                ]).text)
        } else {
            // One word of what many lists lack.
            let kinds = AlikeFindings.all(findings)
            func count(_ level: HealthFinding.Level) -> Int { kinds.count { $0.level == level } }
            for finding in kinds {
                let level = finding.level.rawValue.padding(to: 9)
                Terminal.print("\(level)\(finding.subject): \(finding.text)".escapedForTerminal)
                if let remedy = finding.remedy { Terminal.print("         \(remedy.words)".escapedForTerminal) }
            }
            Terminal.print(
                "\(count(.good)) good, \(counted(count(.warning), "warning")), \(count(.bad)) bad, "
                    + "\(count(.unknown)) unknown")
        }
        if count(.bad) > 0 { throw ExitCode(78) }
        if count(.unknown) > 0 { throw ExitCode(75) }
    }
}
