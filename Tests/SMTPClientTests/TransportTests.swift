import Foundation
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@Suite("Transports that are no server", .timeLimit(.minutes(10)))
struct TransportTests {
    private let folder = NSTemporaryDirectory() + "transport-\(UUID().uuidString)"

    private func files(_ path: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder + path)) ?? []).sorted()
    }

    private func content(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + path)), as: UTF8.self)
    }

    private let hello = MailMessage(
        from: "ada@lists.example", to: ["ken@example.org", "mei@example.net"], subject: "Hello", text: ".\nHello!")

    @Test("A file for each transaction, with the envelope in front of the header") func eml() async throws {
        let transport = FileTransport(folder: folder)
        let outcomes = try await transport.send(hello)
        #expect(outcomes.count == 2 && outcomes.allSatisfy(\.isAccepted))
        let name = try #require(files().first)
        #expect(files().count == 1 && name.hasSuffix(".eml"))
        guard case .accepted(let reply) = outcomes[0].fate else { return }
        #expect(reply.text == "\(folder)/\(name)")
        let text = try content("/\(name)")
        #expect(
            text.hasPrefix(
                "Return-Path: <ada@lists.example>\r\nDelivered-To: ken@example.org\r\nDelivered-To: mei@example.net\r\nDate: "
            ))
        // No dot was doubled.
        #expect(text.hasSuffix("\r\n\r\n=2E\r\nHello!\r\n"))
        let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("A Maildir holds what is whole in new, with the line ends of its system") func maildir() async throws {
        let transport = FileTransport(folder: folder, format: .maildir)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { (try? await transport.send(hello))?.allSatisfy(\.isAccepted) ?? false }
            }
            for await isAccepted in group { #expect(isAccepted) }
        }
        #expect(files() == ["cur", "new", "tmp"] && files("/new").count == 50 && files("/tmp").isEmpty)
        let text = try content("/new/\(files("/new")[0])")
        #expect(!text.utf8.contains(0x0D))
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("What cannot be written is unsent, and says where and why") func unwritable() async throws {
        let transport = FileTransport(folder: "\(folder)/missing/mail")
        let result = await transport.send(try Letter.transaction(to: ["ada@example.org"]))
        #expect(result.word == "unsent, refused")
        #expect(result.message == "\(folder)/missing/mail: cannot be written: No such file or directory")
    }

    @Test("An address that is none adds no line") func injection() async throws {
        let transport = FileTransport(folder: folder)
        let result = await transport.send(try Letter.transaction(to: ["a@b.example\r\nX: y", "c@d.example"]))
        #expect(result.word == "answered 250" && result.exceptions.map(\.index) == [0])
        let name = try #require(files().first)
        #expect(try content("/\(name)").hasPrefix("Return-Path: <>\r\nDelivered-To: c@d.example\r\nSubject: "))
        let path = ReversePath.mailbox(Mailbox(trustedLocalPart: "a", domain: "b.example\r\nX: y"))
        let refused = await transport.send(try Letter.transaction(to: ["c@d.example"], from: path))
        #expect(refused.word == "refused 501" && files().count == 1)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("A closed gate keeps content from files and memory alike") func gate() async throws {
        struct Closed: Error {}
        let gate = ContentGate()
        gate.decide(.closed(Closed()))
        let transaction = try Letter.transaction(to: ["c@d.example"], gate: gate)
        #expect(await FileTransport(folder: folder).send(transaction).word == "withheld")
        let memory = RecordingTransport()
        #expect(await memory.send(transaction).word == "withheld")
        #expect(files().isEmpty && memory.sent.isEmpty)
    }

    @Test("A test sees envelope and message, and decides what becomes of them") func recording() async throws {
        let transport = RecordingTransport()
        #expect(try await transport.send(hello).allSatisfy { $0.isAccepted })
        #expect(transport.sent.map(\.recipients) == [["ken@example.org", "mei@example.net"]])
        #expect(transport.sent[0].reversePath == "ada@lists.example")
        #expect(transport.sent[0].text.contains("\r\nSubject: Hello\r\n"))

        let full = Reply(code: 452, status: EnhancedStatusCode(4, 2, 2), text: "full")
        let picky = RecordingTransport { _ in
            TransactionResult(
                ending: .answered(Reply(code: 250, text: "ok")), exceptions: [.init(index: 1, reply: full)])
        }
        let outcomes = try await picky.send(hello)
        #expect(outcomes.map(\.isAccepted) == [true, false])
        #expect(outcomes[1].description == "mei@example.net: deferred: 452 4.2.2 full")
    }

    @Test("One too many goes in the next transaction, whatever the transport") func overflow() async throws {
        let transport = RecordingTransport { transaction in
            var result = TransactionResult.accepted("ok")
            result.overflow = Array(min(2, transaction.recipients.count)..<transaction.recipients.count)
            return result
        }
        var message = hello
        message.to = (0..<5).map { MailAddress(name: nil, address: "r\($0)@example.org") }
        #expect(try await transport.send(message).allSatisfy { $0.isAccepted })
        #expect(transport.sent.map(\.recipients.count) == [5, 3, 1])
    }
}
