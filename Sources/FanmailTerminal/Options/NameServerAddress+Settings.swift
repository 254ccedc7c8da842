import Fanmail
import FanmailBasics
package import FanmailDNS
package import FanmailSettings

extension NameServerAddress {
    /// The name servers that are asked for mail hosts: the one that is set, or the system's.
    package static func servers(of setting: Setting<String?>) throws -> [NameServerAddress] {
        guard let text = setting.value else {
            let servers = system()
            guard !servers.isEmpty else {
                throw FanmailFailure(.configuration, "this system names no name server; say --dns ADDRESS")
            }
            return servers
        }
        guard let server = NameServerAddress(text) else {
            throw FanmailFailure(
                setting.origin == .flag("--dns") ? .usage : .configuration,
                "\(setting.origin) \(text): write an IP address, such as 192.0.2.53:53".escapedForTerminal)
        }
        return [server]
    }
}
