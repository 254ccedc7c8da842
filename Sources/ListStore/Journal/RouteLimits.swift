import FanmailDelivery

/// How recipients are reached, and how many of them share an envelope there.
struct RouteLimits: Sendable {
    let routing: DeliveryRouting?
    /// The most recipients in an envelope, where that is less than elsewhere.
    private(set) var limits: [DeliveryRoute: Int] = [:]

    init(_ routing: DeliveryRouting?) {
        self.routing = routing
    }

    /// Everybody through the one relay.
    static let none = RouteLimits(nil)

    func route(of domain: String, list: Int64) -> DeliveryRoute { routing?(domain, list) ?? .only }

    /// - Parameter limit: that of all routes.
    func limit(of route: DeliveryRoute, _ limit: Int) -> Int {
        limits.isEmpty ? limit : min(limit, limits[route] ?? .max)
    }

    mutating func set(_ limit: Int, of route: DeliveryRoute) { limits[route] = max(1, limit) }
}
