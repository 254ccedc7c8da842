/// How many recipients the relay takes in one transaction: what it announces, and what is learned from where it stops.
///
/// What was learned is tried again with care: one more after as many full transactions as that are recipients.
struct RecipientLimit {
    private var announced: Int?
    private var learned: Int?
    private var fullTransactions = 0

    /// The most to offer; nil for no limit known.
    var value: Int? {
        guard let announced, let learned else { return announced ?? learned }
        return min(announced, learned)
    }

    /// The server says so itself (RFC 9422, RCPTMAX).
    mutating func announce(_ limit: Int?) {
        announced = limit
    }

    /// The server took the recipients before this place and no more.
    mutating func stopped(at place: Int) {
        guard place > 0 else { return }
        learned = place
        fullTransactions = 0
    }

    /// The server took a whole transaction of so many. Returns true when the limit grew.
    mutating func took(_ recipients: Int) -> Bool {
        guard let limit = learned, recipients >= limit else { return false }
        fullTransactions += 1
        guard fullTransactions >= limit else { return false }
        learned = limit + 1
        fullTransactions = 0
        return true
    }
}
