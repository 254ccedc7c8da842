import FanmailBasics
import FanmailMIME
import Foundation

/// The messages of a place, read one after the other by one thread at a time.
final class IncomingMessages: @unchecked Sendable {
    private enum Source {
        case folder(MailFolder, ArraySlice<String>)
        case file(MboxReader)
    }

    private var source: Source
    private let place: MessageFile.Place
    private let limit: Int
    /// Those of a file so far.
    private var number = 0

    /// - Throws: where there is nothing to read.
    init(_ mail: IncomingMail) throws(IncomingMail.Failure) {
        place = mail.place
        limit = mail.limit
        if let folder = mail.folder {
            guard let names = folder.names() else { throw .noMaildir(mail.place.name) }
            source = .folder(folder, names[...])
            return
        }
        do throws(InputFile.Refusal) {
            switch mail.place {
            case .standardInput: source = .file(MboxReader(try InputFile.standardInput(), limit: mail.limit))
            case .file(let path):
                source = .file(MboxReader(try InputFile(path, allowsPipes: true), limit: mail.limit))
            }
        } catch {
            throw .file(MessageFile.Failure(kind: .unreadable(error), place: mail.place))
        }
    }

    /// The next one, with its name; nil when there is none.
    func next() throws(IncomingMail.Failure) -> (message: IncomingMail.Message, name: String)? {
        switch source {
        case .file(let reader): return try next(of: reader)
        case .folder(let folder, var names):
            while let name = names.popFirst() {
                source = .folder(folder, names)
                do throws(InputFile.Refusal) {
                    return (.octets(try read(name, in: folder)), name)
                } catch {
                    // Somebody else has taken it meanwhile.
                    if error.code != ENOENT { return (.unreadable(reason: error.reason), name) }
                }
            }
            return nil
        }
    }

    private func read(_ name: String, in folder: MailFolder) throws(InputFile.Refusal) -> [UInt8] {
        switch folder {
        case .maildir(let maildir): try maildir.read(name, upTo: limit)
        case .files(let path): try InputFile("\(path)/\(name)").read(upTo: limit)
        }
    }

    private func next(
        of reader: MboxReader
    ) throws(IncomingMail.Failure) -> (message: IncomingMail.Message, name: String)? {
        let octets: [UInt8]?
        do throws(InputFile.Refusal) {
            octets = try reader.next()
        } catch {
            throw .file(MessageFile.Failure(kind: .unreadable(error), place: place))
        }
        guard let octets else {
            guard number > 0 else { throw .file(MessageFile.Failure(kind: .empty, place: place)) }
            return nil
        }
        // A file that has room and no content yet, or a disk.
        if number == 0, octets.count > 512, octets.prefix(512).allSatisfy({ $0 == 0 }) {
            throw .file(
                MessageFile.Failure(kind: .unreadable(InputFile.Refusal("this is no message, but zeros")), place: place)
            )
        }
        number += 1
        return (.octets(octets), reader.isMbox ? "\(place.name), message \(number)" : place.name)
    }

    /// Octets of messages that are held at once.
    private static let mostOctets = 8 << 20

    /// The next of them, as many as are asked for or fewer; none at the end.
    func batch<Outcome: IncomingOutcome>(
        of most: Int, take: ([[UInt8]]) throws -> [Outcome]
    ) throws -> [(name: String, outcome: Outcome)] {
        var messages: [[UInt8]] = []
        var octets = 0
        /// With the place of its message among them, or why there is none.
        var entries: [(name: String, content: Result<Int, Unreadable>)] = []
        while entries.count < most, octets < Self.mostOctets, let (message, name) = try next() {
            switch message {
            case .octets(let bytes):
                entries.append((name, .success(messages.count)))
                messages.append(bytes)
                octets += bytes.count
            case .unreadable(let reason): entries.append((name, .failure(Unreadable(reason: reason))))
            }
        }
        let outcomes = try take(messages)
        return entries.map { name, content in
            switch content {
            case .success(let place): (name, outcomes[place])
            case .failure(let failure): (name, .unreadable(failure.reason))
            }
        }
    }

    private struct Unreadable: Error {
        let reason: String
    }

    /// Moves one that was understood to `cur` of its Maildir; any other stays where it is.
    func markSeen(_ name: String) throws(IncomingMail.Failure) {
        guard case .folder(.maildir(let maildir), _) = source else { return }
        do throws(MessageStoreFailure) { try maildir.markSeen(name) } catch { throw .store(error) }
    }
}
