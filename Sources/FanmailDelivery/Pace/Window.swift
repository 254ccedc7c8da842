/// How many connections the relay is given, learned from what it answers. A value; time is an argument.
///
/// It begins with one, so that a relay that wants nothing of a mailing is shown little of it, and grows with every
/// success. Once something went wrong it grows by one after a whole window of successes, and, where one connection more
/// was turned away, after a pause that doubles.
struct Window {
    private static let patience: (shortest: Duration, longest: Duration) = (.seconds(5), .seconds(300))
    /// Recipients that are looked back at, to see whether most of them are put off.
    private static let lookBack = 50

    private let limit: Int
    private(set) var size = 1
    private var isStarting = true
    private var successes = 0
    private var growsAt: Duration = .zero
    private var patience = Self.patience.shortest
    /// A connection beyond this many was turned away.
    private var turnedAwayAt = Int.max
    private var putOff = SlidingShare(window: lookBack)

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// It is as large as it may be.
    var isWhole: Bool { size >= limit }

    /// Begins with so many, or one.
    mutating func begin(with connections: Int) { size = max(1, min(limit, connections)) }

    /// A message was accepted. Returns true when the window grew.
    mutating func succeeded(now: Duration) -> Bool {
        successes += 1
        guard size < limit, now >= growsAt, isStarting || successes >= size else { return false }
        successes = 0
        size += 1
        return true
    }

    /// How many of the latest recipients were put off.
    enum Share {
        case few
        /// Less is to be offered.
        case most
        /// Hardly one in ten was taken: offering anything is in vain.
        case nearlyAll
    }

    /// So many recipients were answered, and some of them put off.
    mutating func answered(_ recipients: Int, putOff deferred: Int) -> Share {
        putOff.add(recipients, hits: deferred)
        guard putOff.hits > Self.lookBack / 2 else { return .few }
        defer { putOff.clear() }
        return (putOff.count - putOff.hits) * 10 <= putOff.count ? .nearlyAll : .most
    }

    /// Goes down to half. Returns false when one connection is too much.
    mutating func shrink() -> Bool {
        isStarting = false
        successes = 0
        guard size > 1 else { return false }
        size /= 2
        return true
    }

    /// No further connection could be had beside those that are open and at work.
    mutating func turnedAway(beside open: Int, now: Duration) {
        isStarting = false
        successes = 0
        size = max(1, min(size, open))
        turnedAwayAt = size
        growsAt = now + patience
        patience = min(patience * 2, Self.patience.longest)
    }

    /// A connection was opened, and so many are open.
    mutating func opened(_ open: Int) {
        guard open > turnedAwayAt else { return }
        turnedAwayAt = .max
        patience = Self.patience.shortest
    }

    /// The relay was lost, or is given time: it begins anew.
    mutating func restart() {
        size = 1
        isStarting = true
        successes = 0
        growsAt = .zero
        putOff.clear()
    }
}
