/// How recipients of a domain are reached. Those of one route may share an envelope.
package struct DeliveryRoute: Sendable, Hashable {
    /// The route's name in the settings; of mail that goes without a relay, the recipients' domain.
    package let name: String
    /// By the domain's own mail hosts (RFC 5321, 5.1).
    package let isDirect: Bool

    package init(name: String, isDirect: Bool = false) {
        self.name = name
        self.isDirect = isDirect
    }

    /// Everybody goes through the one relay.
    package static let only = DeliveryRoute(name: "")
}

/// How the subscribers of a list are reached whose addresses have this domain: ``EnvelopeTransport/route(of:list:)``.
package typealias DeliveryRouting = @Sendable (_ domain: String, _ list: Int64) -> DeliveryRoute

/// Where a route leads at this moment.
package enum RouteEnd: Sendable {
    /// To one of these, in proportion to their weights; where one is down, the others take its share.
    case destinations([(destination: Destination, weight: Int)])
    /// Nobody takes mail there: a clause. It is so for good when it is found again much later.
    case unreachable(String)
    /// That cannot be found out now: a clause.
    case unknown(String)
}
