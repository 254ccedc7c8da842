import ArgumentParser
import Fanmail
import FanmailBasics
import SMTPSink
import Synchronization

/// What is to come, and what has come of it.
final class SinkExpectations: Sendable {
    private struct Found {
        /// Of messages that are not kept yet.
        var arriving: [Int]
        var all: [Int]
    }

    /// How long clients have that are there when all has come.
    private static let farewell = Duration.seconds(1)

    let expectations: [SinkExpectation]
    private let found: Mutex<Found>

    init(_ expectations: [SinkExpectation]) {
        self.expectations = expectations
        let none = [Int](repeating: 0, count: expectations.count)
        found = Mutex(Found(arriving: none, all: none))
    }

    /// Somebody has to look at messages.
    var looksAtMessages: Bool { expectations.contains { $0.kind != .copies } }

    /// Has a sink's messages counted, beside whoever is given them already.
    func take(from configuration: inout SinkConfiguration) {
        let (keeper, flusher) = (configuration.keeper, configuration.flusher)
        configuration.keeper = { [self] message in
            guard keeper?(message) ?? true else { return false }
            note(message)
            return true
        }
        configuration.flusher = { [self] in
            let isKept = flusher?() ?? true
            settle(isKept)
            return isKept
        }
    }

    private func note(_ message: KeptMessage) {
        // Decoded once, and only where somebody asks.
        var known: MessageHeader?
        func header() -> MessageHeader {
            let header = known ?? message.header
            known = header
            return header
        }
        let counts = expectations.map { $0.count(message, header()) }
        found.withLock { found in
            for (place, count) in counts.enumerated() { found.arriving[place] += count }
        }
    }

    private func settle(_ isKept: Bool) {
        found.withLock { found in
            for place in found.all.indices {
                if isKept { found.all[place] += found.arriving[place] }
                found.arriving[place] = 0
            }
        }
    }

    /// How much of each has come.
    func results(_ counts: SinkCounts) -> [(expectation: SinkExpectation, found: Int)] {
        zip(expectations, found.withLock { $0.all }).map { expectation, found in
            (expectation, expectation.kind == .copies ? counts.copies : found)
        }
    }

    /// Of something none may come.
    var wantNone: Bool { expectations.contains { $0.wanted == 0 } }

    /// Nothing more need come. That none comes is known at the end only.
    func isReached(_ results: [(expectation: SinkExpectation, found: Int)]) -> Bool {
        !results.isEmpty && !wantNone && results.allSatisfy { $0.expectation.isReached($0.found) }
    }

    /// Nothing that may still come makes a difference, and nobody is cut off: where a number is wanted exactly, nobody may
    /// be there who could bring more; otherwise who is there has a moment to say QUIT.
    ///
    /// - Parameters:
    ///   - open: connections.
    ///   - time: since when it is reached; nil where it is not.
    func isOver(
        _ results: [(expectation: SinkExpectation, found: Int)], open: Int, reachedFor time: Duration?
    ) -> Bool {
        // One came of which there was to be none.
        if results.contains(where: { $0.expectation.wanted == 0 && $0.found > 0 }) { return true }
        guard let time else { return false }
        return open == 0 || time >= Self.farewell && expectations.allSatisfy { $0.wanted == nil }
    }
}
