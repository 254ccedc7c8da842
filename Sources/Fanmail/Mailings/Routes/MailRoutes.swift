package import FanmailDNS
package import FanmailDelivery
package import FanmailSettings
package import MailRouting
package import SMTPClient
package import Shaping

/// Where the mail of a run may go, where that is not one relay alone.
package struct MailRoutes: Sendable {
    /// A relay that the settings name.
    package struct NamedRelay: Sendable {
        package let name: String
        package let relay: Relay
        package let smtp: SMTPConfiguration
        package let limits: DestinationLimits
        /// Its share beside others of a route.
        package let weight: Int

        package init(
            name: String, relay: Relay, smtp: SMTPConfiguration, limits: DestinationLimits = DestinationLimits(),
            weight: Int = 1
        ) {
            (self.name, self.relay, self.smtp, self.limits, self.weight) = (name, relay, smtp, limits, weight)
        }

        var destination: Destination { Destination(name: name, limits: limits) }
    }

    /// How mail goes without a relay.
    package struct Direct: Sendable {
        package var nameServers: [NameServerAddress]
        /// What they call signed is believed, though a network lies between.
        package var isValidating = false
        /// How connections are made; its TLS is that of each host.
        package var smtp: SMTPConfiguration
        /// A PEM file of authorities in place of the system's.
        package var authorities: String?
        /// Of the hosts.
        package var port = 25
        /// Where policies are fetched (MTA-STS); another one is for tests.
        package var policyPort = 443
        package var own = OwnMachine()
        /// What hosts are given at most, and what their replies lead to.
        package var shaping = ShapingTable.standard

        package init(nameServers: [NameServerAddress], smtp: SMTPConfiguration) {
            (self.nameServers, self.smtp) = (nameServers, smtp)
        }
    }

    package let rules: RouteRules
    package let relays: [NamedRelay]
    /// Nil where nothing goes directly.
    package let direct: Direct?

    package init(rules: RouteRules, relays: [NamedRelay], direct: Direct?) {
        (self.rules, self.relays, self.direct) = (rules, relays, direct)
    }
}
