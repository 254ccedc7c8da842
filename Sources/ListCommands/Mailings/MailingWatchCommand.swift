import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import Foundation
import ListStore
import Synchronization

struct MailingWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Shows a mailing while it is sent, from any terminal: each destination, and what limits it.",
        discussion: """
            A table that is redrawn on a terminal; in a pipe a line each second, with --json one object a line. It ends with \
            the mailing, or with Ctrl-C, which leaves the mailing alone.
            """)
    @Argument(help: "Its id; last is the latest.") var id = RecordID.last
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let store = try global.store()
        let id = try store.mailing(id).id
        let isDrawn = !global.json && Terminal.isOutputTerminal && TerminalScreen.size != nil
        let end = WatchEnd()
        let interruption = Interruption { end.ask() }
        defer { interruption.end() }
        if isDrawn { TerminalScreen.begin { if "qQ".contains($0) { end.ask() } } }
        defer { if isDrawn { TerminalScreen.end() } }
        var sight = Sight(store: store, mailing: id)
        while true {
            let watched = try await sight.look()
            if isDrawn, let size = TerminalScreen.size {
                TerminalScreen.draw(
                    watched.lines(columns: size.columns, rows: size.rows, hasColour: Terminal.hasErrorColour))
            } else {
                Terminal.print(global.json ? watched.json.text : watched.line)
                Terminal.flush()
            }
            guard watched.mailing.isOwned else {
                if isDrawn { TerminalScreen.end() }
                return say(watched)
            }
            await end.wait(for: .seconds(1))
            if end.isAsked { return }
            // Whoever reads it went away.
            if Terminal.outputFailure != nil { return }
        }
    }

    private func say(_ watched: WatchedMailing) {
        let mailing = watched.mailing
        var line = "mailing \(mailing.id) is \(mailing.standing): \(watched.mailing.totals.accepted.grouped) of "
        line += "\(counted(mailing.totals.recipients, "recipient")) accepted"
        if let reason = mailing.reason, reason != mailing.standing { line += "; \(reason)" }
        Terminal.say(line.escapedForTerminal)
    }
}

/// Looks at a mailing again and again; its sums, which take long where it is large, not all the time.
private struct Sight {
    /// How much of the time goes into sums at most.
    private static let share = 0.1

    let store: Store
    let mailing: Int64
    private var record: MailingRecord?
    private var nextSums = ContinuousClock.now
    private var pace = ProgressPace()
    private var rate = 0.0

    init(store: Store, mailing: Int64) {
        self.store = store
        self.mailing = mailing
    }

    mutating func look() async throws -> WatchedMailing {
        let begin = ContinuousClock.now
        let isOver = await store.apart { [store, mailing] in !store.isOwned(mailing) }
        let current: MailingRecord
        if let record, !isOver, begin < nextSums {
            current = record
        } else {
            let latest = try await store.apart { [store, mailing] in try store.mailing(mailing) }
            let took = begin.duration(to: .now)
            nextSums = .now + took / Self.share - took
            let totals = latest.totals
            rate = pace.rate(at: .now, settled: totals.accepted + totals.refused + totals.unknown)
            (record, current) = (latest, latest)
        }
        let destinations = try await store.apart { [store, mailing] in try store.destinations(of: mailing) }
        return WatchedMailing(mailing: current, destinations: destinations, rate: rate, at: .now)
    }
}

/// Whether somebody wants to watch no longer.
private final class WatchEnd: Sendable {
    private static let step: Duration = .milliseconds(50)
    private let asked = Mutex(false)

    var isAsked: Bool { asked.withLock { $0 } }

    func ask() { asked.withLock { $0 = true } }

    /// Less when it is asked for meanwhile.
    func wait(for duration: Duration) async {
        let end = ContinuousClock.now + duration
        while !isAsked, ContinuousClock.now < end { try? await Task.sleep(for: Self.step) }
    }
}
