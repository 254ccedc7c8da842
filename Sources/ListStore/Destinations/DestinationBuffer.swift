import FanmailDelivery

/// What a run told of its destinations and is not on disk, and what of it is remembered as it was written.
struct DestinationBuffer {
    /// By name; the latest of each.
    var told: [String: DestinationStatus] = [:]
    /// What people asked when that could be read last.
    var requests = DestinationRequests()
    /// Something that writes them is on its way.
    var isOnItsWay = false
}
