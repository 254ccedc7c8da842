import FanmailBasics
import FanmailMIME
import Foundation
import Testing

@testable import Fanmail

struct IncomingMailTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)").path

    private func place(_ name: String, _ text: String) throws -> MessageFile.Place {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        return .file("\(folder)/\(name)")
    }

    /// What was in it, by name; what says `x`, or cannot be read, is not understood.
    private func read(_ place: MessageFile.Place) async throws -> (texts: [String: String], IncomingMail.Counts) {
        var texts: [String: String] = [:]
        let counts = try await IncomingMail(place).forEach { message, name in
            switch message {
            case .octets(let octets):
                texts[name] = String(decoding: octets, as: UTF8.self)
                return !octets.contains(UInt8(ascii: "x"))
            case .unreadable(let reason):
                texts[name] = "unreadable: \(reason)"
                return false
            }
        }
        return (texts, counts)
    }

    @Test func aFileIsOneMessageOrMany() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let one = try place("one", "a: b\n\nFrom here\n")
        #expect(try await read(one).texts == ["\(folder)/one": "a: b\n\nFrom here\n"])
        let box = try place("box", "\u{FEFF}\nFrom 1\na\n\nFrom 2\nx\n")
        let (texts, counts) = try await read(box)
        #expect(texts == ["\(folder)/box, message 1": "a\n\n", "\(folder)/box, message 2": "x\n"])
        #expect(counts == IncomingMail.Counts(understood: 1, notUnderstood: 1))
        let large = try place("large", String(repeating: "a", count: 2 << 20))
        #expect(try await read(large).texts.values.first?.utf8.count == 1 << 20)
    }

    @Test func ofAMaildirWhatIsNotUnderstoodStays() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Maildir(folder).make()
        for (name, text) in [("1", "a"), ("2", "x"), ("3", "c")] { _ = try place("new/\(name)", text) }
        #expect(mkfifo(folder + "/new/pipe", 0o600) == 0)
        let (texts, counts) = try await read(.file(folder))
        #expect(texts["1"] == "a" && texts["pipe"]?.hasPrefix("unreadable: this is a FIFO") == true, "\(texts)")
        #expect(counts == IncomingMail.Counts(understood: 2, notUnderstood: 2))
        #expect(Maildir(folder).arrivals() == ["2", "pipe"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/cur").sorted() == ["1:2,S", "3:2,S"])
    }

    @Test func ofAFolderItsMessagesAreReadAndStay() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in [("b.eml", "b"), ("a.EML", "a"), ("c.eml", "x"), ("notes.txt", "n"), (".d.eml", "d")] {
            _ = try place(name, text)
        }
        let (texts, counts) = try await read(.file(folder))
        #expect(texts == ["a.EML": "a", "b.eml": "b", "c.eml": "x"])
        #expect(counts == IncomingMail.Counts(understood: 2, notUnderstood: 1))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 5)
    }

    @Test func whatIsNotThereIsSaidAsAValue() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let empty = try place("empty", "")
        for (place, isThis) in [
            (.file("\(folder)/nothing"), { if case .unreadable = $0 { true } else { false } }),
            (empty, { $0 == .empty }),
        ] as [(MessageFile.Place, (MessageFile.Failure.Kind) -> Bool)] {
            do {
                _ = try await read(place)
                Issue.record("\(place) was read")
            } catch IncomingMail.Failure.file(let failure) {
                #expect(failure.place == place && isThis(failure.kind), "\(failure)")
            }
        }
        do {
            _ = try await read(.file(folder))
            Issue.record("a directory is no Maildir")
        } catch IncomingMail.Failure.noMaildir(let path) {
            #expect(path == folder)
        }
    }

    @Test func whatFailsWithinLeavesTheMessageWhereItIs() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Maildir(folder).make()
        _ = try place("new/1", "a")
        await #expect(throws: CancellationError.self) {
            _ = try await IncomingMail(.file(folder)).forEach { _, _ in throw CancellationError() }
        }
        #expect(Maildir(folder).arrivals() == ["1"])
    }
}
