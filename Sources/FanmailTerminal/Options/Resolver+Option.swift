import Fanmail
import FanmailBasics
package import FanmailDNS

extension Resolver {
    /// The name server that an option names; the system's without it.
    package static func named(_ server: String?, option: String) throws -> Resolver {
        if let server {
            guard let resolver = Resolver(server: server) else {
                throw FanmailFailure(
                    .usage, "\(option) \(server.escapedForTerminal): write an IP address, such as 192.0.2.53:53")
            }
            return resolver
        }
        guard let resolver = Resolver.system() else {
            throw FanmailFailure(.configuration, "this system names no name server; say \(option) ADDRESS")
        }
        return resolver
    }
}
