import FanmailBasics
import Foundation
import SMTPSinkStore
import Synchronization
import Testing

@testable import SMTPSink

/// What a sink holds, in memory and in a file: the same is true of both.
@Suite("The messages of a sink", .timeLimit(.minutes(10)))
struct SinkMessagesTests {
    enum Place: CaseIterable { case memory, file }

    /// Somewhere to keep messages, which is gone behind the test.
    private final class Desk {
        let path = NSTemporaryDirectory() + "/sink-\(UUID().uuidString).db"
        var open: [any SinkStorage] = []

        func messages(_ place: Place, _ room: SinkRoom = SinkRoom()) throws -> (SinkMessages, any SinkStorage) {
            let storage: any SinkStorage =
                place == .memory ? MemoryStorage(room) : try SinkDatabase(path, room: room)
            open.append(storage)
            return (SinkMessages(storage, room: room), storage)
        }

        deinit {
            for storage in open { storage.close() }
            for end in ["", "-wal", "-shm", "-lock"] { unlink(path + end) }
        }
    }

    @Test("The oldest go first, by number and by octets, and ids go on", arguments: Place.allCases)
    func room(_ place: Place) throws {
        let desk = Desk()
        let (messages, storage) = try desk.messages(place, SinkRoom(messages: 3, octets: 1_000_000))
        for number in 1...5 { #expect(storage.add(.made(number, to: "a\(number)@x.example"))) }
        #expect(messages.count == 0)
        #expect(storage.commit())
        #expect(messages.messages().map(\.id) == [3, 4, 5] && messages.lastID == 5)
        #expect(messages.octets > messages.messages().reduce(0) { $0 + $1.size })
        #expect(messages.message(2) == nil && messages.message(4)?.recipients.map(\.path) == ["a4@x.example"])
        messages.removeAll()
        #expect(messages.count == 0 && messages.octets == 0 && messages.lastID == 5)
        #expect(storage.add(.made(6, to: "b@x.example")) && storage.commit())
        #expect(messages.messages().map(\.id) == [6])

        let small = SinkRoom(messages: 100, octets: 2_000)
        let (few, tight) = (try Desk().messages(.memory, small))
        for number in 1...4 {
            #expect(tight.add(.made(number, to: "a@x.example", body: String(repeating: "x", count: 400))))
            #expect(tight.commit())
        }
        #expect(few.count == 2 && few.octets <= 2_000 && few.messages().map(\.id) == [3, 4])
    }

    @Test("Envelope, session and octets are as they came, and decoded when somebody asks", arguments: Place.allCases)
    func facts(_ place: Place) throws {
        let desk = Desk()
        let (messages, storage) = try desk.messages(place)
        let kept = KeptMessage.made(1, to: "a@x.example", "b@x.example", subject: "=?utf-8?q?Gr=C3=BC=C3=9Fe?=")
        #expect(storage.add(kept) && storage.commit())
        let message = try #require(messages.message(1))
        #expect(message.at == kept.at && message.reversePath == "bounces@x.example")
        #expect(message.mailParameters == ["BODY=8BITMIME"])
        #expect(
            message.recipients == ["a@x.example", "b@x.example"].map { .init(path: $0, parameters: ["NOTIFY=NEVER"]) })
        #expect(message.session == kept.session && message.session.user == "ada")
        #expect(message.octets == kept.content && message.subject == "Grüße")
        #expect(message.header.from == [MessageAddress(name: "App", address: "app@x.example")])
    }

    @Test("Going through them works in both directions, over more than is read at once", arguments: Place.allCases)
    func walking(_ place: Place) throws {
        let desk = Desk()
        let (messages, storage) = try desk.messages(place)
        for number in 1...600 { #expect(storage.add(.made(number, to: "a\(number % 7)@x.example"))) }
        #expect(storage.commit())
        #expect(messages.messages().map(\.id) == Array(1...600))
        #expect(messages.messages(newestFirst: true, limit: 300).map(\.id) == Array((301...600).reversed()))
        let some = messages.messages(SinkQuery(to: "a3@*"))
        #expect(some.map(\.id) == (1...600).filter { $0 % 7 == 3 })
        #expect(messages.remove(some.map(\.id) + [9999]) == some.count)
        #expect(messages.count == 600 - some.count && messages.messages(SinkQuery(to: "a3@*")).isEmpty)
        var seen = 0
        messages.walk { _ in
            seen += 1
            return seen < 10
        }
        #expect(seen == 10)
    }

    @Test(
        "What came before counts, unless it is to be since then; what comes meanwhile is never missed",
        arguments: Place.allCases)
    func waiting(_ place: Place) async throws {
        let desk = Desk()
        let (messages, _) = try desk.messages(place)
        var configuration = SinkConfiguration()
        messages.take(from: &configuration)
        let (keep, flush) = (try #require(configuration.keeper), try #require(configuration.flusher))
        #expect(keep(.made(1, to: "ken@x.example")) && flush())
        var query = SinkQuery(to: "ken@x.example")
        #expect(await messages.wait(for: query, timeout: .zero).map(\.id) == [1])
        query.since = .id(1)
        #expect(await messages.wait(for: query, timeout: .zero).isEmpty)
        query.since = .time(Timestamp(milliseconds: 2_000))
        #expect(await messages.wait(for: query, timeout: .zero).isEmpty)
        // Whoever waits is there before they come, while they come, or behind them: it makes no difference.
        query.since = .id(1)
        let wanted = query
        await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 {
                group.addTask { await messages.wait(for: wanted, count: 5, timeout: .seconds(300)).map(\.id) }
            }
            group.addTask {
                for number in 2...20 {
                    #expect(keep(.made(number, to: number % 2 == 0 ? "ken@x.example" : "mei@x.example")) && flush())
                    await Task.yield()
                }
                return [2, 4, 6, 8, 10]
            }
            for await found in group { #expect(found == [2, 4, 6, 8, 10]) }
        }
    }

    @Test("An envelope is read back whatever a client says") func hostileEnvelope() throws {
        let desk = Desk()
        let (messages, storage) = try desk.messages(.file)
        var kept = KeptMessage.made(1, to: "\"a\\b\u{1}\"@x.example", "ü@x.example")
        kept.session.hello = "one\0two"
        #expect(storage.add(kept) && storage.commit())
        let message = try #require(messages.message(1))
        #expect(message.recipients.map(\.path) == kept.forwardPaths && message.session.hello == "one\u{FFFD}two")
    }

    @Test("Envelopes take room, too, and the newest is kept however long its own is", arguments: Place.allCases)
    func envelopes(_ place: Place) throws {
        let desk = Desk()
        let (messages, storage) = try desk.messages(place, SinkRoom(messages: 100, octets: 20_000))
        func add(_ number: Int, recipients: Int) {
            var message = KeptMessage.made(number, to: "a@x.example")
            message = KeptMessage(
                at: message.at, connection: 1, transaction: number, reversePath: "",
                forwardPaths: (0..<recipients).map { "user\($0)@a-long-domain.of-somebody.example" },
                body: message.body)
            #expect(storage.add(message) && storage.commit())
        }
        for number in 1...5 { add(number, recipients: 100) }
        #expect(messages.count < 5 && messages.octets <= 20_000 && messages.lastID == 5)
        add(6, recipients: 1_000)
        #expect(messages.messages().map(\.id) == [6])
        add(7, recipients: 1)
        #expect(messages.messages().map(\.id) == [7])
    }

    @Test("What arrives at once takes no more room than there is") func arriving() throws {
        let storage = MemoryStorage(SinkRoom(messages: 100, octets: 10_000))
        for number in 1...1_000 {
            #expect(storage.add(.made(number, to: "a@x.example", body: String(repeating: "x", count: 900))))
            #expect(storage.arriving <= 10_000)
        }
        #expect(storage.commit() && storage.lastID == 1_000 && storage.held.octets <= 10_000 && storage.firstID > 900)
    }

    @Test("Two servers may have their messages kept in one place, and all are found") func twoServers() async throws {
        let messages = SinkMessages()
        await withTaskGroup(of: Void.self) { group in
            for server in 0..<4 {
                group.addTask {
                    var configuration = SinkConfiguration()
                    messages.take(from: &configuration)
                    for number in 1...200 {
                        #expect(configuration.keeper?(.made(number, to: "s\(server)@x.example")) == true)
                        #expect(configuration.flusher?() == true)
                    }
                }
            }
        }
        #expect(messages.messages().map(\.id) == Array(1...800))
        for id in 1...800 { #expect(messages.message(id) != nil) }
    }

    @Test("Two places that two servers take in opposite order do not wait for each other; twice is once") func crossed()
        async throws
    {
        let (one, two) = (SinkMessages(), SinkMessages())
        await withTaskGroup(of: Void.self) { group in
            for order in [[one, two], [two, one, two]] {
                group.addTask {
                    await OwnThread.run("server") {
                        var configuration = SinkConfiguration()
                        for messages in order { messages.take(from: &configuration) }
                        for number in 1...500 {
                            #expect(configuration.keeper?(.made(number, to: "a@x.example")) == true)
                            #expect(configuration.flusher?() == true)
                        }
                    }
                }
            }
        }
        #expect(one.lastID == 1000 && two.lastID == 1000)
    }

    @Test("What of one server cannot be kept is not another's, and each answers for its own") func apart() async throws
    {
        let storage = HookedStorage()
        let messages = SinkMessages(storage, room: SinkRoom())
        var (one, other) = (SinkConfiguration(), SinkConfiguration())
        messages.take(from: &one)
        messages.take(from: &other)
        #expect(one.keeper?(.made(1, to: "one@x.example")) == true)
        storage.hooks.withLock { $0.refusesNext = true }
        async let others = OwnThread.run("other") { [other] in
            (other.keeper?(.made(2, to: "two@x.example")), other.flusher?())
        }
        // Were the other let in now, its message would be lost with that of the first: it has its chance.
        for _ in 0..<50 where storage.hooks.withLock({ $0.added }) < 2 {
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(one.flusher?() == false)
        let (kept, flushed) = await others
        #expect(kept == true && flushed == true)
        #expect(messages.messages().map { $0.recipients.map(\.path) } == [["two@x.example"]])
        #expect(one.flusher?() == true && messages.count == 1)
    }

    @Test("Nothing is remembered of what is thrown away while it is marked") func markedAndGone() {
        let storage = HookedStorage()
        let messages = SinkMessages(storage, room: SinkRoom())
        for number in 1...3 { #expect(storage.add(.made(number, to: "a@x.example")) && storage.commit()) }
        storage.hooks.withLock { $0.behindKnown = { messages.remove([2]) } }
        messages.mark([2, 3], isRead: true)
        #expect(messages.count == 2 && messages.unread == 1 && !messages.isRead(2) && messages.isRead(3))
        storage.hooks.withLock { $0.behindKnown = { messages.removeAll() } }
        messages.mark([1, 3], isRead: true)
        #expect(storage.add(.made(4, to: "a@x.example")) && storage.commit())
        #expect(messages.unread == 1)
    }

    @Test("Nothing is remembered of ids that there are none of", arguments: Place.allCases)
    func marks(_ place: Place) throws {
        let desk = Desk()
        let (messages, storage) = try desk.messages(place)
        #expect(storage.add(.made(1, to: "a@x.example")) && storage.commit())
        #expect(messages.mark([1, 2, 1_000_000], isRead: true) == 1 && messages.unread == 0)
        #expect(storage.add(.made(2, to: "a@x.example")) && storage.commit())
        #expect(messages.unread == 1 && !messages.isRead(2))
    }

    @Test("A file is one, by whatever name") func links() throws {
        let desk = Desk()
        let (_, storage) = try desk.messages(.file)
        let link = desk.path + ".link"
        #expect(symlink(desk.path, link) == 0)
        defer { unlink(link) }
        #expect(throws: InputFailure.self) { try SinkDatabase(link, room: SinkRoom()) }
        #expect(storage.add(.made(1, to: "a@x.example")) && storage.commit())
    }

    @Test("A wait ends with its task") func cancelled() async throws {
        let messages = SinkMessages()
        let task = Task { await messages.wait(for: SinkQuery(to: "nobody@x.example"), timeout: .seconds(300)) }
        task.cancel()
        #expect(await task.value.isEmpty)
    }

    @Test("A file has its messages from one run to the next, and only one sink at a time") func restart() throws {
        let desk = Desk()
        do {
            let (messages, storage) = try desk.messages(.file)
            for number in 1...10 { #expect(storage.add(.made(number, to: "a@x.example"))) }
            #expect(storage.commit() && messages.remove([10]) == 1)
            #expect(throws: InputFailure.self) { try SinkDatabase(desk.path, room: SinkRoom()) }
            #expect(messages.count == 9 && messages.message(3) != nil)
            storage.close()
        }
        // All of it is in the file alone.
        #expect(access(desk.path, F_OK) == 0 && access(desk.path + "-wal", F_OK) != 0)
        let (messages, storage) = try desk.messages(.file, SinkRoom(messages: 4, octets: 1_000_000))
        // What is more than may be kept this time has gone, and no id comes twice.
        #expect(messages.messages().map(\.id) == [6, 7, 8, 9] && messages.lastID == 10)
        #expect(storage.add(.made(11, to: "a@x.example")) && storage.commit())
        #expect(messages.messages().map(\.id) == [7, 8, 9, 11])
    }

    @Test("Closed again, it closes nobody else's file") func closedTwice() throws {
        let desk = Desk()
        let (_, storage) = try desk.messages(.file)
        storage.close()
        // One of them has the descriptor that was its lock's.
        let others = (0..<64).map { _ in open("/dev/null", O_RDONLY | O_CLOEXEC) }
        storage.close()
        #expect(others.allSatisfy { fcntl($0, F_GETFD) >= 0 })
        for other in others { close(other) }
    }

    @Test("Somebody else's database, and what is none, are left alone") func foreign() throws {
        let desk = Desk()
        try Data("this is a letter, and no database at all, whatever its name may say\n".utf8)
            .write(to: URL(fileURLWithPath: desk.path))
        #expect(throws: InputFailure.self) { try SinkDatabase(desk.path, room: SinkRoom()) }
        let text = try String(contentsOfFile: desk.path, encoding: .utf8)
        #expect(text.hasPrefix("this is a letter"))
    }
}
