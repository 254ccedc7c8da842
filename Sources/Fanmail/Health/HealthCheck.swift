package import Composition
import FanmailBasics
package import FanmailDNS
package import ListStore
package import SMTPClient

/// Looks at the database, the settings, the relay and the sender's DNS. Sends no mail, and changes nothing.
package struct HealthCheck {
    /// What messages are signed with.
    package enum Signing: Sendable {
        /// None where nothing is signed.
        case with([DKIMSigner.Identity])
        /// The keys that are set cannot be used; why, for a person.
        case failing(String)
    }

    /// The database's file.
    package var database: String
    /// The settings file in force; nil where there is none.
    package var settingsFile: String?
    /// Why it is not followed in everything; nil where it is.
    package var settingsDoubt: String?
    /// Settings files above that are not read, and why.
    package var otherSettings: [(file: String, why: String)] = []
    /// With others who write to it.
    package var patience = Patience()
    /// The name in EHLO; nil for the address of each connection.
    package var hostname: String?
    /// Nil where none is set.
    package var relay: Relay?
    /// How it is reached.
    package var smtp = SMTPConfiguration()
    /// Nothing is to be sent in the clear, whether or not there is a login.
    package var requiresTLS = false
    /// The one that connections come from; nil for whichever the system takes.
    package var sourceAddress: String?
    /// Where mail leaves from for the world; the relay's address when empty.
    package var sendingAddresses: [IPAddress] = []
    package var signing = Signing.with([])
    /// Files of keys that lie beside the settings, whether or not anything is signed with them.
    package var keyFiles: [String] = []
    package var resolver: Resolver

    package init(database: String, resolver: Resolver) {
        self.database = database
        self.resolver = resolver
    }

    /// What was found, in the order of ``HealthFinding/Area``. A thread of its own waits for the disk, and then for the
    /// name server, so that neither an event loop nor Swift's pool does.
    package func findings() async -> [HealthFinding] {
        let (file, lists) = await OwnThread.run("database") { [database, patience] in
            DatabaseHealth.examine(database, patience: patience)
        }
        let settings = SettingsHealth.examine(settingsFile, doubt: settingsDoubt, others: otherSettings)
        let policies = PolicyHealth.examine(hostname: hostname, lists)
        let server = await RelayHealth.examine(relay, smtp, requiresTLS: requiresTLS)
        let dns = DNSHealth(resolver, lists, sourceAddress: sourceAddress, signing, keyFiles: keyFiles)
        let names = await OwnThread.run("dns") { [sendingAddresses, relay] in
            dns.examine(from: sendingAddresses, relayHost: relay.flatMap(RelayHealth.host))
        }
        return file + settings + policies + server + names
    }
}
