import Foundation
import Synchronization
import TestSupport

/// A listener that says what it is told, step by step, and hears everything; it serves one connection.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        case say(String)
        /// Reads on until this was heard, counted from the last time.
        case hear(String)
        /// The same again and again, an octet every so often, for as long as the client stays.
        case drip(String, every: Duration)
        case close
        /// Silence, until the client goes away.
        case silence
    }

    private let listener: LoopbackSocket
    private let everything = Mutex<[UInt8]>([])

    var port: Int { listener.number }
    /// All that the client has written so far.
    var heard: String { everything.withLock { String(decoding: $0, as: UTF8.self) } }

    init(_ steps: [Step]) throws {
        listener = try LoopbackSocket(listening: 8)
        Thread.detachNewThread { [self] in serve(steps) }
    }

    private func serve(_ steps: [Step]) {
        let client = accept(listener.descriptor, nil, nil)
        guard client >= 0 else { return }
        defer { close(client) }
        var unread: [UInt8] = []
        for step in steps {
            switch step {
            case .say(let text):
                let bytes = Array(text.utf8)
                guard send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return }
            case .hear(let text):
                let wanted = Array(text.utf8)
                var searched = 0
                while true {
                    if let end = unread.end(of: wanted, from: searched) {
                        unread.removeFirst(end)
                        break
                    }
                    searched = max(0, unread.count - wanted.count)
                    guard read(client, &unread) else { return }
                }
            case .drip(let text, let pause):
                while true {
                    for byte in text.utf8 {
                        guard send(client, [byte], 1, Int32(MSG_NOSIGNAL)) == 1 else { return }
                        Thread.sleep(forTimeInterval: pause / .seconds(1))
                    }
                }
            case .close: return
            case .silence: while read(client, &unread) {}
            }
        }
    }

    private func read(_ client: Int32, _ unread: inout [UInt8]) -> Bool {
        var piece = [UInt8](repeating: 0, count: 4096)
        let count = recv(client, &piece, piece.count, 0)
        guard count > 0 else { return false }
        unread += piece[..<count]
        everything.withLock { $0 += piece[..<count] }
        return true
    }
}

extension [UInt8] {
    fileprivate func end(of wanted: [UInt8], from start: Int) -> Int? {
        Data(self[start...]).range(of: Data(wanted)).map { start + $0.upperBound }
    }
}
