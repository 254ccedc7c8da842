import SMTPCore

/// How much a destination is given, by how it bore what it got. A value; time is an argument.
struct DestinationPace {
    /// What comes of a trouble.
    enum Step: Equatable {
        /// Others are at work there, or the same trouble was counted already.
        case goOn
        /// Nothing is offered until then.
        case cool(until: Duration)
        /// All pauses were in vain.
        case giveUp
    }

    /// How long it is left alone, the first time, the second, …
    struct Pauses {
        /// When it could not be reached, or did nothing for us.
        var ofFailures: [Duration]
        /// When it put off whatever it was offered.
        var ofDeferrals: [Duration]
    }

    /// So many pauses in a row because the end of data was never answered: what is sent then is unknown each time.
    private static let lostRepliesLimit = 3

    private let pauses: Pauses
    private(set) var window: Window
    private(set) var coolUntil: Duration = .zero
    /// After a pause one envelope goes alone, to see.
    private(set) var isProbing = false
    /// Failures in a row to get anything settled.
    private(set) var troubles = 0
    /// How many of those were replies that never came.
    private(set) var lostReplies = 0
    /// Pauses in a row because everything was put off.
    private(set) var backOffs = 0
    /// Refusals of the message in a row, for now or for good.
    private(set) var objectionsInRow = 0
    /// One connection, no more, until then.
    private var singleUntil: Duration = .zero

    init(connections: Int, pauses: Pauses) {
        self.pauses = pauses
        window = Window(limit: connections)
    }

    /// What an earlier run learned: it begins with half of the connections that it had, and rests for what is left of the
    /// latest pause.
    mutating func begin(with learned: LearnedDestination, rest: Duration, now: Duration) {
        window.begin(with: learned.window / 2)
        guard rest > .zero else { return }
        _ = self.rest(for: rest, now: now)
        backOffs = min(learned.backOffs, pauses.ofDeferrals.count)
    }

    /// How many connections it gets.
    func connections(now: Duration) -> Int { now < singleUntil ? 1 : window.size }

    func isCooling(now: Duration) -> Bool { now < coolUntil }

    /// A message was accepted.
    ///
    /// - Parameter putOff: how many of the latest recipients were put off nevertheless.
    /// - Returns: whether the window grew, and whether that was the probe.
    mutating func accepted(putOff: Window.Share, now: Duration) -> (grew: Bool, wasProbe: Bool) {
        objectionsInRow = 0
        lostReplies = 0
        guard putOff != .nearlyAll else { return (false, false) }
        backOffs = 0
        defer { isProbing = false }
        return (putOff == .few && window.succeeded(now: now), isProbing)
    }

    /// It decided a transaction.
    mutating func progressed() { troubles = 0 }

    /// It could not be reached, or did nothing for us. While other connections are at work, it takes no more than those;
    /// with none, it is left alone, longer each time.
    ///
    /// - Parameters:
    ///   - live: connections that are open.
    ///   - isUnknown: a message may have been taken, and the reply was lost.
    mutating func failed(live: Int, isUnknown: Bool, now: Duration) -> Step {
        guard live == 0 else {
            window.turnedAway(beside: live, now: now)
            return .goOn
        }
        // One failure counts once, however many workers met it at the same time.
        guard now >= coolUntil else { return .goOn }
        if isUnknown { lostReplies += 1 }
        guard troubles < pauses.ofFailures.count, lostReplies < Self.lostRepliesLimit else { return .giveUp }
        coolUntil = now + pauses.ofFailures[troubles]
        troubles += 1
        window.restart()
        return .cool(until: coolUntil)
    }

    /// Recipients were answered one by one. When most of the latest are put off, by whatever words, less is offered.
    ///
    /// - Returns: their share; and whether hardly anybody is taken on the one connection that is left.
    mutating func answered(_ recipients: Int, putOff deferred: Int) -> (share: Window.Share, isInVain: Bool) {
        let share = window.answered(recipients, putOff: deferred)
        guard share != .few, deferred > 0 else { return (.few, false) }
        return (share, !window.shrink() && share == .nearlyAll)
    }

    /// A message was refused or put off as such. Returns how often in a row.
    mutating func objected() -> Int {
        objectionsInRow += 1
        return objectionsInRow
    }

    /// It puts off whatever it is offered: it is left alone for a while, longer each time, and then shown one envelope.
    mutating func backOff(now: Duration) -> Step {
        guard now >= coolUntil else { return .goOn }
        guard backOffs < pauses.ofDeferrals.count else { return .giveUp }
        let pause = pauses.ofDeferrals[backOffs]
        backOffs += 1
        return rest(for: pause, now: now)
    }

    /// It is left alone for so long, and then shown one envelope.
    mutating func rest(for pause: Duration, now: Duration) -> Step {
        coolUntil = max(coolUntil, now + pause)
        objectionsInRow = 0
        isProbing = true
        window.restart()
        return .cool(until: coolUntil)
    }

    /// It gets one connection for so long.
    mutating func single(for time: Duration, now: Duration) {
        singleUntil = max(singleUntil, now + time)
    }

    /// A connection was opened, and so many are open.
    mutating func opened(_ open: Int) { window.opened(open) }

    /// Somebody said that it may be tried at once.
    mutating func forgive() {
        coolUntil = .zero
        singleUntil = .zero
        (troubles, lostReplies, backOffs, objectionsInRow) = (0, 0, 0, 0)
    }
}
