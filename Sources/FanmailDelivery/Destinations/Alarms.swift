/// When something is to be looked at again: one list for all destinations, so that none has a timer of its own.
struct Alarms<Subject> {
    /// The earliest one last.
    private var alarms: [(at: Duration, subject: Subject)] = []

    var next: Duration? { alarms.last?.at }

    /// Behind those that are set for the same moment.
    mutating func set(_ subject: Subject, at time: Duration) {
        var (low, high) = (0, alarms.count)
        while low < high {
            let middle = (low + high) / 2
            if alarms[middle].at > time { low = middle + 1 } else { high = middle }
        }
        alarms.insert((time, subject), at: low)
    }

    /// The next one that is due, taken out.
    mutating func removeDue(at now: Duration) -> Subject? {
        guard let last = alarms.last, last.at <= now else { return nil }
        alarms.removeLast()
        return last.subject
    }
}
