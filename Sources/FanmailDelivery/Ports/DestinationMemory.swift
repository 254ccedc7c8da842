package import FanmailBasics

/// What outlives a run of what it learns of destinations, and what people ask of them: the port through which a run
/// remembers, tells where it stands, and hears of requests. Called on the run's event loop.
package protocol DestinationMemory: Sendable {
    /// What was learned of a destination, by whichever run was the last; nil where nothing was. Asked once, before the
    /// first connection.
    func remembered(_ name: String) async -> LearnedDestination?

    /// Hands in what is to be kept and shown; returns at once. To be called once a second, with the destinations of which
    /// something is different; it is written with the next commit.
    func store(_ statuses: [DestinationStatus])

    /// What people ask of destinations as it stands now, whichever is at work. To be called every half second.
    func destinationRequests() async -> DestinationRequests
}

/// Nothing is kept, and nobody asks for anything.
extension DestinationMemory {
    package func remembered(_ name: String) async -> LearnedDestination? { nil }

    package func store(_ statuses: [DestinationStatus]) {}

    package func destinationRequests() async -> DestinationRequests { DestinationRequests() }
}

/// What is known of a destination when a run begins.
package struct LearnedDestination: Sendable, Equatable {
    /// The connections that it had at last; a run begins with half of them, and one at least.
    package var window: Int
    /// How many back-offs followed each other, and when the last of them ends; nil where it is over.
    package var backOffs = 0
    package var backOffUntil: Timestamp?
    /// What it said then, in one line.
    package var reason: String?
    /// The most recipients in one transaction.
    package var recipientLimit: Int?

    package init(window: Int) {
        self.window = window
    }
}

/// What people ask of destinations, by the destinations' names.
package struct DestinationRequests: Sendable, Equatable {
    package struct Pause: Sendable, Equatable {
        /// nil: until somebody resumes it.
        package let until: Timestamp?
        /// In one line.
        package let why: String

        package init(until: Timestamp?, why: String) {
            self.until = until
            self.why = why
        }
    }

    /// Nothing is offered there; open transactions are finished, and others go on.
    package var pauses: [String: Pause] = [:]
    /// How often somebody asked that what waits there be tried now. Where it is more than it was when the run last looked,
    /// at first when it began, the back-off ends, and what is deferred there is due.
    package var flushes: [String: Int] = [:]

    package init() {}
}
