/// Connections between two transactions, each of one kind of sender to one server.
struct IdleConnections {
    struct Key: Hashable {
        let sender: Int
        let target: Int
        let isEncrypted: Bool
    }

    private struct Entry {
        let connection: any LoadConnection
        let uses: Int
        /// Counts up with each that is put here.
        let turn: Int
    }

    /// Each in the order in which they were put here.
    private var entries: [Key: [Entry]] = [:]
    private var turn = 0

    mutating func put(_ connection: any LoadConnection, _ key: Key, uses: Int) {
        turn += 1
        entries[key, default: []].append(Entry(connection: connection, uses: uses, turn: turn))
    }

    /// The one that was used last, and how many messages it has had.
    mutating func take(_ key: Key) -> (any LoadConnection, Int)? {
        entries[key]?.popLast().map { ($0.connection, $0.uses) }
    }

    /// The one that was not used for longest, and whose it is.
    ///
    /// - Parameter sender: of whose, where there are any.
    mutating func takeOldest(preferring sender: Int? = nil) -> (any LoadConnection, sender: Int)? {
        let filled = entries.filter { !$0.value.isEmpty }
        let own = filled.filter { $0.key.sender == sender }
        let oldest = (own.isEmpty ? filled : own).min { ($0.value[0].turn) < ($1.value[0].turn) }
        guard let key = oldest?.key, let entry = entries[key]?.removeFirst() else { return nil }
        return (entry.connection, key.sender)
    }
}
