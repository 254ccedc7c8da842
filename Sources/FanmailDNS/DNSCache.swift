/// Answers for as long as they hold (RFC 1035, 3.2.1; RFC 2308; RFC 9520), no more than a number of them.
struct DNSCache {
    private struct Entry {
        let answer: DNSAnswer
        let end: ContinuousClock.Instant
    }

    private let capacity: Int
    private var entries: [DNSQuestion: Entry] = [:]

    /// Nobody is believed for longer than a day.
    static let longest = Duration.seconds(86_400)
    /// RFC 2308, 5: hours, not days, that there is nothing.
    static let longestNegative = Duration.seconds(3 * 3600)
    /// RFC 9520, 3.2: a failure is not asked after again at once; other failures are the asker's to wait for.
    static let failure = Duration.seconds(5)

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count }

    func answer(to question: DNSQuestion, at now: ContinuousClock.Instant) -> DNSAnswer? {
        guard let entry = entries[question], entry.end > now else { return nil }
        return entry.answer
    }

    mutating func keep(_ answer: DNSAnswer, to question: DNSQuestion, at now: ContinuousClock.Instant) {
        let time =
            switch answer.result {
            case .records: min(answer.ttl, Self.longest)
            case .noRecords, .noSuchName: min(answer.ttl, Self.longestNegative)
            case .failed: Self.failure
            }
        guard time > .zero else { return }
        if entries.count >= capacity { makeRoom(now) }
        entries[question] = Entry(answer: answer, end: now + time)
    }

    /// What has ended goes; where that is less than a quarter, so does what ends soonest.
    private mutating func makeRoom(_ now: ContinuousClock.Instant) {
        entries = entries.filter { $0.value.end > now }
        let most = capacity - max(1, capacity / 4)
        guard entries.count > most else { return }
        for (question, _) in entries.sorted(by: { $0.value.end < $1.value.end }).prefix(entries.count - most) {
            entries[question] = nil
        }
    }
}
