import NIOConcurrencyHelpers

/// The messages of a sink in memory.
final class MemoryStorage: SinkStorage {
    private struct State {
        /// Sorted by their ids; those before `start` are gone.
        var messages: [SinkMessage?] = []
        var start = 0
        var octets = 0
        var lastID = 0
        /// Not had yet: long ones lie in their files still.
        var arriving: [KeptMessage] = []
        var arrivingOctets = 0
        /// Of those that arrived the first for which there was no room.
        var dropped = 0

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
            octets -= messages[start]?.heldOctets ?? 0
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
        state.withLockedValue { state in
            state.arriving.append(message)
            state.arrivingOctets += message.heldOctets
            while state.arriving.count > 1, room.isExceeded(by: state.arriving.count, state.arrivingOctets) {
                state.arrivingOctets -= state.arriving.removeFirst().heldOctets
                state.dropped += 1
            }
        }
        return true
    }

    func commit() -> Bool {
        let (arriving, dropped) = state.withLockedValue { state in
            defer { (state.arriving, state.arrivingOctets, state.dropped) = ([], 0, 0) }
            return (state.arriving, state.dropped)
        }
        // Their octets are read outside the lock, and room is made before: what is held and what was read are together
        // never more than there is room for.
        var read: [(message: KeptMessage, octets: [UInt8])] = []
        var octets = 0
        for message in arriving {
            octets += message.heldOctets
            state.withLockedValue { state in
                while state.count > 0, room.isExceeded(by: state.count + read.count + 1, state.octets + octets) {
                    state.removeFirst()
                }
            }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(message.body.octetCount)
            guard message.body.forEachPiece({ bytes.append(contentsOf: $0) }) else { return false }
            read.append((message, bytes))
        }
        state.withLockedValue { state in
            // Only now, so that ids are in order also where two servers have their messages kept here.
            state.lastID += dropped
            for (message, bytes) in read {
                state.lastID += 1
                let held = SinkMessage(id: state.lastID, message, octets: bytes)
                state.messages.append(held)
                state.octets += held.heldOctets
            }
            while state.count > 1, room.isExceeded(by: state.count, state.octets) { state.removeFirst() }
        }
        return true
    }

    /// Octets that were added, and not committed yet.
    var arriving: Int { state.withLockedValue { $0.arrivingOctets } }

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

    func known(_ ids: [Int]) -> [Int] { ids.filter { message($0) != nil } }

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
            state.octets = kept.reduce(0) { $0 + ($1?.heldOctets ?? 0) }
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
