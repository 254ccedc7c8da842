/// When a pool takes its relay for down, and how often it looks whether it is back.
///
/// While the relay is down, what needs a new connection is unsent at once instead of waiting for one each time; the first
/// transaction after each pause tries. A connection that is open goes on.
public struct CircuitBreaker: Sendable, Equatable {
    /// For so long no connection could be opened, from the beginning of the first attempt: then the relay is down.
    public var tripAfter: Duration
    /// From then, or from an attempt that failed, to the next one; doubled each time.
    public var firstPause: Duration
    /// The longest of these pauses.
    public var longestPause: Duration

    /// Down after 15 seconds, tried again after one second, two, four, and so on up to a minute.
    public init(
        tripAfter: Duration = .seconds(15), firstPause: Duration = .seconds(1), longestPause: Duration = .seconds(60)
    ) {
        self.tripAfter = tripAfter
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    func pause(after attempts: Int) -> Duration {
        min(longestPause, firstPause * (1 << min(max(0, attempts), 20)))
    }
}
