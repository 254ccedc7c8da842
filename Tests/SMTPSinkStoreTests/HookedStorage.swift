import Synchronization

@testable import SMTPSink

/// In memory, with something done in the midst of it.
final class HookedStorage: SinkStorage {
    struct Hooks: Sendable {
        /// In place of the next commit's answer: its messages are lost.
        var refusesNext = false
        /// As soon as it was found which ids are known, once.
        var behindKnown: (@Sendable () -> Void)?
        var added = 0
    }

    private let memory = MemoryStorage(SinkRoom())
    let hooks = Mutex(Hooks())

    func add(_ message: KeptMessage) -> Bool {
        hooks.withLock { $0.added += 1 }
        return memory.add(message)
    }

    func commit() -> Bool {
        let refuses = hooks.withLock { hooks in
            defer { hooks.refusesNext = false }
            return hooks.refusesNext
        }
        guard refuses else { return memory.commit() }
        let last = lastID
        _ = memory.commit()
        _ = memory.remove(Array((last + 1)...max(last + 1, lastID)))
        return false
    }

    func known(_ ids: [Int]) -> [Int] {
        let known = memory.known(ids)
        let hook = hooks.withLock { $0.behindKnown.take() }
        hook?()
        return known
    }

    var held: (count: Int, octets: Int) { memory.held }
    var lastID: Int { memory.lastID }
    var firstID: Int { memory.firstID }
    func message(_ id: Int) -> SinkMessage? { memory.message(id) }
    func walk(from id: Int, isForward: Bool, _ body: (SinkMessage) -> Bool) {
        memory.walk(from: id, isForward: isForward, body)
    }
    func remove(_ ids: [Int]) -> Int { memory.remove(ids) }
    func removeAll() { memory.removeAll() }
    func close() { memory.close() }
}
