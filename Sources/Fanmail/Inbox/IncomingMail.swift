import FanmailBasics
package import FanmailMIME
import Foundation

/// What a message was that came in, and what was done.
package protocol IncomingOutcome {
    /// It lies in a Maildir, and cannot be read.
    static func unreadable(_ reason: String) -> Self
    /// Nobody needs to look at it.
    var isUnderstood: Bool { get }
}

/// Messages that came in: one message, an mbox, or a Maildir.
package struct IncomingMail: Sendable {
    /// Why they cannot be gone through.
    package enum Failure: Error, Sendable {
        case file(MessageFile.Failure)
        /// A directory that has no `new`.
        case noMaildir(String)
        /// What was understood cannot be moved to `cur`.
        case store(MessageStoreFailure)
    }

    /// One of them.
    package enum Message: Sendable {
        /// Its octets, or so many of the first as are looked at.
        case octets([UInt8])
        /// It lies in the Maildir, and cannot be read.
        case unreadable(reason: String)
    }

    /// How many there were.
    package struct Counts: Sendable, Equatable {
        package var understood = 0
        /// Somebody is to look at them.
        package var notUnderstood = 0
    }

    /// So much of a message is looked at; the rest is not needed.
    private static let limit = 1 << 20

    package let place: MessageFile.Place
    private let maildir: Maildir?

    /// The folder in which stays what was not understood; nil where it is no Maildir.
    package var remains: String? { maildir.map { "\($0.path)/new" } }

    package init(_ place: MessageFile.Place) {
        self.place = place
        var isDirectory: ObjCBool = false
        if case .file(let path) = place, FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
            isDirectory.boolValue
        {
            maildir = Maildir(path)
        } else {
            maildir = nil
        }
    }

    /// Reads them one by one. What is understood goes from `new` of a Maildir to `cur`; the rest stays where it is, so that
    /// somebody looks at it.
    ///
    /// - Parameter body: whether it understood the message. Its name is that of its file, or of the place.
    /// - Throws: ``Failure``, and what the body throws.
    package func forEach(
        _ body: (_ message: Message, _ name: String) async throws -> Bool
    ) async throws -> Counts {
        if let maildir { return try await Self.forEach(in: maildir, body) }
        let bytes: [UInt8]
        do throws(MessageFile.Failure) { bytes = try MessageFile.read(place) } catch { throw Failure.file(error) }
        var counts = Counts()
        guard let start = Mbox.start(of: bytes) else {
            counts.add(isUnderstood: try await body(.octets(Array(bytes.prefix(Self.limit))), place.name))
            return counts
        }
        for (number, range) in Mbox.messages(in: bytes[start...]).enumerated() {
            let message = Array(bytes[range].prefix(Self.limit))
            counts.add(isUnderstood: try await body(.octets(message), "\(place.name), message \(number + 1)"))
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

    private static func forEach(
        in maildir: Maildir, _ body: (Message, String) async throws -> Bool
    ) async throws -> Counts {
        guard let names = maildir.arrivals() else { throw Failure.noMaildir(maildir.path) }
        var counts = Counts()
        for name in names {
            let message: Message
            do throws(InputFile.Refusal) {
                message = .octets(try maildir.read(name, upTo: limit))
            } catch {
                // Somebody else has taken it meanwhile.
                if error.code == ENOENT { continue }
                message = .unreadable(reason: error.reason)
            }
            let isUnderstood = try await body(message, name)
            counts.add(isUnderstood: isUnderstood)
            guard isUnderstood else { continue }
            do throws(MessageStoreFailure) { try maildir.markSeen(name) } catch { throw Failure.store(error) }
        }
        return counts
    }
}

extension IncomingMail.Counts {
    fileprivate mutating func add(isUnderstood: Bool) {
        if isUnderstood { understood += 1 } else { notUnderstood += 1 }
    }
}
