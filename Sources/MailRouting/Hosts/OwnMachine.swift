package import FanmailDNS

/// By which names and addresses this machine takes mail itself, so that none is handed to it over the network.
package struct OwnMachine: Sendable {
    private let names: Set<String>
    private let addresses: Set<IPAddress>

    package init(names: [String] = [], addresses: [IPAddress] = []) {
        self.names = Set(names.map { $0.lowercased() })
        self.addresses = Set(addresses)
    }

    func has(_ address: IPAddress) -> Bool { addresses.contains(address) }

    func isSelf(_ host: MailHost) -> Bool {
        names.contains(host.name) || names.contains(host.canonicalName) || host.addresses.contains(where: has)
    }
}
