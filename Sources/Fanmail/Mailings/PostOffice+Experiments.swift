import Composition
import FanmailBasics
import FanmailDelivery
package import ListStore
import SMTPCore

/// Several letters, each to a share of the audience that is drawn by lot, and the one that is picked to the rest.
extension PostOffice {
    /// Sends each letter to its share. They go out at the same time, so that none has a better hour: together over as
    /// many connections as one mailing would have, and at its rate.
    ///
    /// - Parameters:
    ///   - letters: two or more, for the same lists; of those that are sent, the first says which these are.
    ///   - again: also where one of them went to one of the lists before.
    /// - Returns: the runs, in the order of the letters.
    /// - Throws: before anything is written down; as ``send(_:again:isOperators:)`` does, and where the letters are not for
    ///   the same people, or a share cannot be drawn.
    package func send(
        _ letters: [PreparedMailing], split: ExperimentSplit, again: Bool = false, isOperators: Bool = false
    ) async throws(FanmailFailure) -> [MailingRunHandle] {
        try Self.expectComparable(letters)
        guard let first = letters.first else { return [] }
        guard settings.connections >= letters.count else {
            throw FanmailFailure(
                .configuration,
                "\(letters.count) letters go out at once, each over a connection of its own, and no more than "
                    + "\(settings.connections) may be open; allow \(letters.count)")
        }
        let office = divided(by: letters.count)
        var lines: [RunLine] = []
        do {
            var new: [NewMailing] = []
            for letter in letters {
                if !isOperators { try letter.expectAllowed() }
                new.append(newMailing(letter))
            }
            for (letter, mailing) in zip(letters, new) {
                let source = try await source(ofNew: letter, again: again, start: mailing.at)
                lines.append(try await office.open(source, letter.lists, name: letter.name))
            }
            let (routing, announce) = (lines.map(\.routing), lines.map(\.announce))
            let begun = try await store.apart { [store, new] in
                try store.begin(
                    new, split: split, seed: .random(in: .min ... .max), again: again,
                    routing: routing, announce: announce)
            }
            return zip(begun.letters, lines).map {
                office.start($0.mailing, $0.journal, $1, first.lists, MailingTotals())
            }
        } catch {
            for line in lines { await line.close() }
            throw FanmailFailure(error)
        }
    }

    /// Each of several runs at once has a part of the connections that one may have; what rates allow they share anyway.
    private func divided(by count: Int) -> PostOffice {
        var part = settings
        part.connections = max(1, settings.connections / count)
        return PostOffice(store: store, settings: part)
    }

    /// - Throws: where one letter goes to others than the first does, or two are the same.
    package static func expectComparable(_ letters: [PreparedMailing]) throws(FanmailFailure) {
        guard let first = letters.first, letters.count > 1 else {
            throw FanmailFailure(.unusableInput, "shares are for two letters or more")
        }
        for (place, letter) in letters.enumerated().dropFirst() {
            guard letter.lists.map(\.id) == first.lists.map(\.id) else {
                throw FanmailFailure(
                    .unusableInput, at: letter.name,
                    "it goes to \(names(letter)), and \(first.name) to \(names(first)): letters that are compared name "
                        + "the same lists in the same order")
            }
            let same = letters[..<place].first {
                $0.message.sourceDigest == letter.message.sourceDigest
                    || $0.message.messageID == letter.message.messageID
            }
            guard let same else { continue }
            throw FanmailFailure(
                .unusableInput, at: letter.name,
                same.message.sourceDigest == letter.message.sourceDigest
                    ? "it is the same message as \(same.name): there is nothing to compare"
                    : "it has the Message-ID of \(same.name), and mail programs show one of the two alone; remove the "
                        + "field, and each gets one of its own")
        }
    }

    private static func names(_ letter: PreparedMailing) -> String { letter.lists.map(\.name).joined(separator: ", ") }

    /// Sends the letter of one share to the rest of the audience.
    ///
    /// - Parameter winner: the mailing of that letter.
    /// - Throws: as ``resume(_:resendUnknown:retryRefused:)`` does, and where nobody is left or another letter was picked.
    package func pick(_ winner: Int64) async throws(FanmailFailure) -> MailingRunHandle {
        let rest: Int64
        do {
            rest = try await store.apart { [store] in try store.pick(winner) }
        } catch {
            throw FanmailFailure(error)
        }
        return try await resume(rest)
    }
}
