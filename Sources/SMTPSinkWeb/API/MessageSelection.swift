import FanmailBasics
import FanmailWeb
import SMTPSink

/// Which messages a request means, and how many of them.
struct MessageSelection {
    /// What the parameters of a filter are called.
    static let filters = ["to", "from", "subject", "text", "header", "since", "before"]
    /// Of these all have to be true.
    private static let many = ["to", "from", "subject", "text", "header"]
    private static let paging = ["start", "limit", "order"]
    /// Mailpit's, for the days of a search; here all times are UTC.
    private static let unheeded = ["tz"]
    private static let most = 1_000
    /// So many are listed unless it is told.
    static let usual = 50

    private(set) var query = SinkQuery()
    /// Somebody has looked at it, or nobody has.
    private(set) var isRead: Bool?
    /// Of a search, beside that of ``query``.
    private var after: Timestamp?
    private(set) var start = 0
    private(set) var limit = Self.usual
    private(set) var isOldestFirst = false
    /// Something is wanted of them.
    private(set) var isFiltered = false

    /// All of them.
    init() {}

    /// - Parameters:
    ///   - others: parameters that the caller reads itself; any other is refused, since a filter that is not understood
    ///     would mean more messages than were meant.
    ///   - isPaged: they are listed; what is done to messages is done to all that are meant.
    ///   - messages: of which `since=now` is the latest.
    init(
        _ request: WebRequest, others: [String] = [], isPaged: Bool = true, _ messages: SinkMessages
    ) throws(WebFailure) {
        let all = Self.filters + (isPaged ? Self.paging : []) + others
        try request.expectOnce(besides: Self.many)
        for (name, value) in request.query {
            guard all.contains(name) || Self.unheeded.contains(name) else {
                guard !Self.paging.contains(name) else {
                    throw WebFailure(400, "`\(name)` is for lists; this would be done to all that are meant")
                }
                let remedy =
                    NearestKey.nearest(to: name, among: all).map { "did you mean `\($0)`?" }
                    ?? "it takes \(all.joined(separator: ", "))"
                throw WebFailure(
                    400, "there is no parameter `\(String(name.prefix(40)).escapedForTerminal)`; \(remedy)")
            }
            // As when a variable that is to be there is not: it would mean all of them.
            guard !value.isEmpty else {
                guard Self.filters.contains(name) else { continue }
                throw WebFailure(400, "`\(name)` is empty; leave it out, or say what it is to be")
            }
            try read(name, value, messages)
        }
    }

    private mutating func read(_ name: String, _ value: String, _ messages: SinkMessages) throws(WebFailure) {
        if Self.filters.contains(name) { isFiltered = true }
        switch name {
        case "to": query.conditions.append(.init(.recipient, try pattern(name, value)))
        case "from": query.conditions.append(.init(.sender, try pattern(name, value)))
        case "subject": query.conditions.append(.init(.subject, try pattern(name, value, isPart: true)))
        case "text": query.conditions.append(.init(.text, try pattern(name, value, isPart: true)))
        case "header":
            let parts = value.split(separator: ":", maxSplits: 1).map { $0.drop { $0.isWhitespace } }
            guard let field = parts.first, parts.count == 2 else {
                throw WebFailure(400, "`header` is a name and a value, such as X-Campaign:autumn")
            }
            let wanted = try pattern(name, String(parts[1]), isPart: true)
            query.conditions.append(.init(.header(field.lowercased()), wanted))
        case "since": query.since = try mark(value, messages)
        case "before":
            guard let time = Timestamp(rfc3339: value) else { throw Self.noTime(name) }
            query.before = time
        case "start": start = try number(name, value, 0...Int.max)
        // Nought is as many as there may be.
        case "limit":
            limit = try number(name, value, 0...Int.max)
            limit = limit == 0 ? Self.most : min(limit, Self.most)
        case "order":
            guard ["newest", "oldest"].contains(value) else { throw WebFailure(400, "`order` is newest or oldest") }
            isOldestFirst = value == "oldest"
        default: break
        }
    }

    private func pattern(_ name: String, _ value: String, isPart: Bool = false) throws(WebFailure) -> TextPattern {
        do throws(TextPattern.Failure) {
            return try TextPattern(value, isPart: isPart)
        } catch {
            throw WebFailure(400, "`\(name)`: \(error.reason)")
        }
    }

    private func mark(_ value: String, _ messages: SinkMessages) throws(WebFailure) -> SinkQuery.Mark {
        if value == "now" { return .id(messages.lastID) }
        if let id = Int(value), id >= 0 { return .id(id) }
        guard let time = Timestamp(rfc3339: value) else {
            throw WebFailure(400, "`since` is the ID of a message, a time such as 2026-11-23T09:00:00Z, or now")
        }
        return .time(time)
    }

    private static func noTime(_ name: String) -> WebFailure {
        WebFailure(400, "`\(name)` is a time such as 2026-11-23T09:00:00Z")
    }

    private func number(_ name: String, _ value: String, _ range: ClosedRange<Int>) throws(WebFailure) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw WebFailure(400, "`\(name)` is a number from \(range.lowerBound)")
        }
        return number
    }

    /// What a search in words asks for comes on top.
    mutating func add(_ search: SearchText) {
        isFiltered = true
        query.conditions += search.conditions
        // Both that and what stands beside it.
        after = search.after
        query.before = [query.before, search.before].compactMap(\.self).min()
        isRead = search.isRead
    }

    /// Whenever they came.
    mutating func forgetSince() { query.since = nil }

    func matches(_ message: SinkMessage, in messages: SinkMessages) -> Bool {
        (after.map { message.at >= $0 } ?? true) && query.matches(message)
            && (isRead.map { $0 == messages.isRead(message.id) } ?? true)
    }

    /// The ids of all that are meant.
    func ids(in messages: SinkMessages) -> [Int] {
        var ids: [Int] = []
        messages.walk { message in
            if matches(message, in: messages) { ids.append(message.id) }
            return true
        }
        return ids
    }

    /// One page of those that are meant, and how many there are in all.
    func page(of messages: SinkMessages) -> (found: [SinkMessage], total: Int) {
        let page = countedPage(of: messages)
        return (page.found, page.total)
    }

    /// The same, and how many of all that are meant nobody has looked at.
    func countedPage(of messages: SinkMessages) -> (found: [SinkMessage], total: Int, unread: Int) {
        var found: [SinkMessage] = []
        var (total, unread) = (0, 0)
        messages.walk(newestFirst: !isOldestFirst) { message in
            if !isFiltered || matches(message, in: messages) {
                if total >= start, found.count < limit { found.append(message) }
                total += 1
                if isFiltered, !messages.isRead(message.id) { unread += 1 }
            }
            // Without a filter the rest need not be looked at to be counted.
            return isFiltered || found.count < limit
        }
        return isFiltered ? (found, total, unread) : (found, messages.count, messages.unread)
    }
}
