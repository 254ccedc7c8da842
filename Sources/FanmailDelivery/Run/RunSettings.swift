import CoreMetrics
import FanmailBasics

/// How a run goes about its work.
package struct RunSettings: Sendable {
    /// The most connections at once.
    package var connections: Int
    /// What limits the pace of whatever is sent.
    package var budgets: [BudgetLimit] = []
    /// The same of what goes to the subscribers of a list.
    package var listBudgets: [Int64: [BudgetLimit]] = [:]
    package var retry: RetrySchedule
    package var guardLimits: RefusalGuard.Limits
    /// Pauses after a failure to reach the relay, before the run gives up.
    package var reconnectPauses: [Duration]
    /// Pauses while one of several destinations cannot be reached, or puts everything off, before it waits for the next run.
    package var destinationPauses: [Duration] = usualDestinationPauses
    /// The run ends where it would wait longer than this for what is deferred; nil where it waits.
    package var longestWait: Duration?
    /// Is told what happens; nobody unless it is set.
    package var metrics = RunMetrics(NOOPMetricsHandler.instance)

    package static let usualReconnectPauses: [Duration] = [
        .milliseconds(200), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(15), .seconds(30),
    ]

    /// 1, 2, 5, 10, 20, 40, 60 minutes.
    package static let usualDestinationPauses: [Duration] = [1, 2, 5, 10, 20, 40, 60].map { .seconds($0 * 60) }

    package init(
        connections: Int, rate: Double? = nil, retry: RetrySchedule = .none,
        guardLimits: RefusalGuard.Limits = .init(), reconnectPauses: [Duration] = usualReconnectPauses
    ) {
        self.connections = connections
        self.retry = retry
        self.guardLimits = guardLimits
        self.reconnectPauses = reconnectPauses
        self.rate = rate
    }

    /// Recipients per second over whatever is sent; nil for no limit.
    package var rate: Double? {
        get { MailRate.recipientsPerSecond(budgets.map(\.rate)) }
        set { budgets = newValue.map { [BudgetLimit(.all, MailRate(.recipients, $0, per: .second))] } ?? [] }
    }
}
