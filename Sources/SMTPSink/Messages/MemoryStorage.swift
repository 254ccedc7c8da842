import NIOConcurrencyHelpers

/// The messages of a sink in memory.
final class MemoryStorage: SinkStorage {
    private struct State {
        /// Sorted by their ids; those before `start` are gone.
        var messages: [SinkMessage?] = []
        var start = 0
        var octets = 0
        /// Given out, and of the latest that came.
        var givenID = 0
        var lastID = 0
        var arriving: [SinkMessage] = []

        var count: Int { messages.count - start }

        /// Where the first is that has this id or a higher one.
        func place(of id: Int) -> Int {
            var (low, high) = (start, messages.count)
            while low < high {
                let middle = (low + high) / 2
                if (messages[middle]?.id ?? 0) < id { low = middle + 1 } else { high = middle }
            }
            return low
        }

        mutating func removeFirst() {
            octets -= messages[start]?.size ?? 0
            messages[start] = nil
            start += 1
            // Now and then, so that each is moved once at most.
            if start > 64, start * 2 > messages.count {
                messages.removeFirst(start)
                start = 0
            }
        }
    }

    private static let atOnce = 256

    private let room: SinkRoom
    private let state = NIOLockedValueBox(State())

    init(_ room: SinkRoom) { self.room = room }

    func add(_ message: KeptMessage) -> Bool {
        // Its octets are read outside the lock; one thread alone adds.
        let id = state.withLockedValue { state in
            state.givenID += 1
            return state.givenID
        }
        guard let held = SinkMessage(id: id, message) else { return false }
        state.withLockedValue { $0.arriving.append(held) }
        return true
    }

    func commit() -> Bool {
        state.withLockedValue { state in
            for message in state.arriving {
                state.octets += message.size
                state.messages.append(message)
                state.lastID = message.id
                while state.count > 0, room.isExceeded(by: state.count, state.octets) { state.removeFirst() }
            }
            state.arriving.removeAll(keepingCapacity: true)
        }
        return true
    }

    var held: (count: Int, octets: Int) { state.withLockedValue { ($0.count, $0.octets) } }

    var lastID: Int { state.withLockedValue { $0.lastID } }

    var firstID: Int {
        state.withLockedValue { $0.start < $0.messages.count ? $0.messages[$0.start]?.id ?? .max : .max }
    }

    func message(_ id: Int) -> SinkMessage? {
        state.withLockedValue { state in
            let place = state.place(of: id)
            guard place < state.messages.count, let found = state.messages[place], found.id == id else { return nil }
            return found
        }
    }

    func walk(from id: Int, isForward: Bool, _ body: (SinkMessage) -> Bool) {
        var mark = id
        while true {
            // A few at a time, so that who adds is not kept waiting.
            let next = state.withLockedValue { state in
                if isForward {
                    let first = state.place(of: mark == .max ? mark : mark + 1)
                    return state.messages[first...].prefix(Self.atOnce).compactMap(\.self)
                }
                return state.messages[state.start..<state.place(of: mark)].suffix(Self.atOnce).reversed()
                    .compactMap(\.self)
            }
            guard let last = next.last else { return }
            for message in next where !body(message) { return }
            mark = last.id
        }
    }

    func remove(_ ids: [Int]) -> Int {
        let ids = Set(ids)
        return state.withLockedValue { state in
            let before = state.count
            let kept = state.messages[state.start...].filter { $0.map { !ids.contains($0.id) } ?? false }
            state.octets = kept.reduce(0) { $0 + ($1?.size ?? 0) }
            state.messages = Array(kept)
            state.start = 0
            return before - state.count
        }
    }

    func removeAll() {
        state.withLockedValue { state in
            state.messages.removeAll()
            state.start = 0
            state.octets = 0
        }
    }

    func close() {}
}
