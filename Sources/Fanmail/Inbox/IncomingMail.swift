import FanmailBasics
package import FanmailMIME
import Foundation

/// What a message was that came in, and what was done.
package protocol IncomingOutcome: Sendable {
    /// It lies in a Maildir or a folder, and cannot be read.
    static func unreadable(_ reason: String) -> Self
    /// Nobody needs to look at it.
    var isUnderstood: Bool { get }
}

/// Messages that came in: one message, an mbox, a Maildir, or a folder of messages.
package struct IncomingMail: Sendable {
    /// Why they cannot be gone through.
    package enum Failure: Error, Sendable {
        case file(MessageFile.Failure)
        /// A directory that has no `new`, and no message in it.
        case noMaildir(String)
        /// What was understood cannot be moved to `cur`.
        case store(MessageStoreFailure)
    }

    /// One of them.
    package enum Message: Sendable {
        /// Its octets, or so many of the first as are looked at.
        case octets([UInt8])
        /// It lies in the Maildir or the folder, and cannot be read.
        case unreadable(reason: String)
    }

    /// How many there were.
    package struct Counts: Sendable, Equatable {
        package var understood = 0
        /// Somebody is to look at them.
        package var notUnderstood = 0

        mutating func add(isUnderstood: Bool) {
            if isUnderstood { understood += 1 } else { notUnderstood += 1 }
        }
    }

    package let place: MessageFile.Place
    /// So many octets of a message are looked at; the rest is not needed.
    let limit: Int
    let folder: MailFolder?

    /// The folder in which stays what was not understood; nil where it is none.
    package var remains: String? {
        switch folder {
        case .maildir(let maildir)?: "\(maildir.path)/new"
        case .files(let path)?: path
        case nil: nil
        }
    }

    /// - Parameter limit: so many octets of a message are looked at.
    package init(_ place: MessageFile.Place, limit: Int = 1 << 20) {
        self.place = place
        self.limit = limit
        if case .file(let path) = place { folder = MailFolder(path) } else { folder = nil }
    }

    /// Reads them one by one. What is understood goes from `new` of a Maildir to `cur`; the rest stays where it is, so that
    /// somebody looks at it. No more than one message is held, however many there are.
    ///
    /// - Parameter body: whether it understood the message. Its name is that of its file, or of the place.
    /// - Throws: ``Failure``, and what the body throws.
    package func forEach(
        _ body: (_ message: Message, _ name: String) async throws -> Bool
    ) async throws -> Counts {
        let messages = try await OwnThread.run("mail") { () throws(Failure) in try IncomingMessages(self) }
        var counts = Counts()
        while let (message, name) = try await OwnThread.run("mail", { () throws(Failure) in try messages.next() }) {
            let isUnderstood = try await body(message, name)
            counts.add(isUnderstood: isUnderstood)
            if isUnderstood { try messages.markSeen(name) }
        }
        return counts
    }

    /// Takes them one by one as ``forEach(_:)`` does, and tells of each.
    ///
    /// - Throws: ``Failure``, and what the closures throw.
    package func forEach<Outcome: IncomingOutcome>(
        take: (_ octets: [UInt8]) async throws -> Outcome, telling: (_ name: String, _ outcome: Outcome) throws -> Void
    ) async throws -> Counts {
        try await forEach { message, name in
            let outcome: Outcome =
                switch message {
                case .octets(let octets): try await take(octets)
                case .unreadable(let reason): .unreadable(reason)
                }
            try telling(name, outcome)
            return outcome.isUnderstood
        }
    }

    /// Takes several at a time, apart from the caller's thread, and tells of each.
    ///
    /// - Parameter take: what became of each of them, in their order.
    /// - Throws: ``Failure``, and what the closures throw.
    package func forEachBatch<Outcome: IncomingOutcome>(
        of most: Int, take: @escaping @Sendable (_ messages: [[UInt8]]) throws -> [Outcome],
        telling: (_ name: String, _ outcome: Outcome) throws -> Void
    ) async throws -> Counts {
        let messages = try await OwnThread.run("mail") { () throws(Failure) in try IncomingMessages(self) }
        var counts = Counts()
        while true {
            let batch = try await OwnThread.run("mail") { try messages.batch(of: most, take: take) }
            if batch.isEmpty { return counts }
            for (name, outcome) in batch {
                try telling(name, outcome)
                counts.add(isUnderstood: outcome.isUnderstood)
                if outcome.isUnderstood { try messages.markSeen(name) }
            }
        }
    }
}
