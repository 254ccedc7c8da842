/// Where the envelopes of a route go, as a run knows it.
///
/// Touched by its run alone, on the run's thread.
final class RouteTargets: @unchecked Sendable {
    let route: DeliveryRoute
    /// Envelopes for which that is being looked up.
    var waiting = ReadyEnvelopes()
    private(set) var queues: [DestinationQueue] = []
    private var choice = WeightedChoice(weights: [])
    /// It is being looked up.
    var isAsked = false
    /// From then on it is looked up again; nil while it is not known.
    var goodUntil: Duration?
    /// How often in a row it could not be found out.
    var failures = 0

    init(_ route: DeliveryRoute) {
        self.route = route
    }

    func set(_ targets: [(queue: DestinationQueue, weight: Int)], goodUntil: Duration) {
        queues = targets.map(\.queue)
        choice = WeightedChoice(weights: targets.map(\.weight))
        self.goodUntil = goodUntil
        failures = 0
    }

    /// The one that the next envelope goes to: among those that are up, in proportion to the weights; where none is, the one
    /// that will be first. Nil where all were given up.
    func next(now: Duration) -> DestinationQueue? {
        if queues.count == 1 { return queues[0].givenUp == nil ? queues[0] : nil }
        if let place = choice.next(where: { queues[$0].isUp(now: now) }) { return queues[place] }
        return queues.filter { $0.givenUp == nil }.min { $0.pace.coolUntil < $1.pace.coolUntil }
    }
}
