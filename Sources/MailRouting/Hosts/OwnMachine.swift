package import FanmailDNS
import NIOCore

/// By which names and addresses this machine takes mail itself, so that none is handed to it over the network.
package struct OwnMachine: Sendable {
    private let names: Set<String>
    private let addresses: Set<IPAddress>

    package init(names: [String] = [], addresses: [IPAddress] = []) {
        self.names = Set(names.map { $0.lowercased() })
        self.addresses = Set(addresses)
    }

    /// This one, as its interfaces have it: loopback addresses are not its alone.
    ///
    /// - Parameter name: what it calls itself in EHLO; nil where it has no name.
    package init(called name: String?) {
        let addresses = ((try? System.enumerateDevices()) ?? []).compactMap { device in
            device.address?.ipAddress.flatMap { IPAddress($0.prefix { $0 != "%" }) }
        }
        self.init(
            names: name.map { [$0] } ?? [],
            addresses: addresses.filter { $0.bytes[0] != 127 && $0.description != "::1" })
    }

    func has(_ address: IPAddress) -> Bool { addresses.contains(address) }

    func isSelf(_ host: MailHost) -> Bool {
        names.contains(host.name) || names.contains(host.canonicalName) || host.addresses.contains(where: has)
    }
}
