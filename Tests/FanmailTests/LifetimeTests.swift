import Fanmail
import FanmailDelivery
import Foundation
import NIOCore
import NIOPosix
import SMTPClient
import SMTPSink
import Testing

@Suite("What a mailing opens, it closes", .timeLimit(.minutes(20)))
struct LifetimeTests {
    // Each in a process of its own, where nobody else opens anything.

    @Test("A hundred mailings in one process, one after the other and at once, leave nothing open")
    func manyMailings() async {
        await #expect(processExitsWith: .success) {
            try await Embedding.with { embedding in
                try await embedding.office { try await embedding.mailings(4, atOnce: 4, $0) }
                let before = try Held()
                try await embedding.office {
                    try await embedding.mailings(60, atOnce: 1, $0)
                    try await embedding.mailings(40, atOnce: 4, $0)
                }
                try await Held.expect(atMost: before)
            }
        }
    }

    @Test("So do offices that come and go, and relays that cannot be reached")
    func manyOffices() async {
        await #expect(processExitsWith: .success) {
            try await Embedding.with { embedding in
                try await embedding.office { try await embedding.mail($0) }
                try await embedding.mailingWithoutRelay()
                let before = try Held()
                for _ in 0..<20 {
                    try await embedding.office { try await embedding.mail($0) }
                    try await embedding.mailingWithoutRelay()
                }
                try await Held.expect(atMost: before)
            }
        }
    }

    @Test("Mailings share the event loops that they are given, and leave them running")
    func sharedLoops() async {
        await #expect(processExitsWith: .success) {
            try await mailings(onOwnLoop: 1)
            let before = try Held()
            try await mailings(onOwnLoop: 4)
            #expect(before.threads("NIO-SGLTN") == 0, "nobody asked for the process's own")
            try await Held.expect(atMost: before)
        }
    }
}

private func mailings(onOwnLoop width: Int) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    try await Embedding.with(group) { embedding in
        let before = try Held()
        try await embedding.office { try await embedding.mailings(width, atOnce: width, $0) }
        #expect(try Held().threads("NIO-") == before.threads("NIO-"))
    }
    #expect(try await group.any().submit { true }.get())
    try await group.shutdownGracefully()
}

/// The threads and descriptors of this process.
private struct Held {
    private var threads: [String] = []
    private var descriptors: [String] = []

    init() throws {
        let files = FileManager.default
        for task in try files.contentsOfDirectory(atPath: "/proc/self/task") {
            // Whoever has ended meanwhile has no name any more.
            guard let name = try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8) else {
                continue
            }
            // Dispatch keeps as many as it likes.
            if !name.contains("-qos") { threads.append(name.trimmingCharacters(in: .newlines)) }
        }
        for number in try files.contentsOfDirectory(atPath: "/proc/self/fd") {
            // The folder itself is open for the look.
            guard let target = try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)"),
                !target.hasPrefix("/proc/")
            else { continue }
            descriptors.append(target)
        }
    }

    func threads(_ prefix: String) -> Int { threads.count { $0.hasPrefix(prefix) } }

    /// Looks again while something is on its way out: a thread has returned a moment before the system forgets it.
    static func expect(atMost before: Held) async throws {
        let end = ContinuousClock.now + .seconds(600)
        while true {
            let now = try Held()
            if now.threads.count <= before.threads.count, now.descriptors.count <= before.descriptors.count { return }
            guard ContinuousClock.now < end else {
                #expect(now.threads.sorted() == before.threads.sorted())
                #expect(now.descriptors.sorted() == before.descriptors.sorted())
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

/// A program that has a list and mails it.
private struct Embedding: Sendable {
    let database: String
    let settings: MailingSettings

    static func with(_ group: (any EventLoopGroup)? = nil, _ body: (Embedding) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let server = try await SinkServer.start(SinkConfiguration())
        var settings = MailingSettings(
            relay: try Relay("smtp://127.0.0.1:\(server.port)"), smtp: SMTPConfiguration(hostname: "client.example"),
            connections: 2)
        settings.eventLoopGroup = group
        let database = directory.appending(path: "fanmail.db").path
        let office = try PostOffice(database: database, settings: settings, create: true)
        try office.apply(
            list: """
                name = "announce"
                address = "announce@lists.example"
                owner = "ada@lists.example"
                """)
        for name in ["ada", "ken", "mei"] { try office.subscribe("\(name)@a.example", to: "announce") }
        office.close()
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(Embedding(database: database, settings: settings))) } catch {
            outcome = .failure(error)
        }
        await server.stop()
        try outcome.get()
    }

    func mailings(_ count: Int, atOnce width: Int, _ office: PostOffice) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                if number >= width { try await group.next() }
                group.addTask { try await mail(office) }
            }
            try await group.waitForAll()
        }
    }

    func mail(_ office: PostOffice) async throws {
        let letter = MailMessage(
            from: "ada@lists.example", to: ["announce@lists.example"], subject: "News", text: UUID().uuidString)
        let report = await (try await office.send(try office.prepare(letter.encoded(), named: "news"))).report()
        #expect(report.totals.accepted == 3)
    }

    /// Opens one for the time of the closure.
    func office(_ settings: MailingSettings? = nil, _ body: (PostOffice) async throws -> Void) async throws {
        let office = try PostOffice(database: database, settings: settings ?? self.settings)
        defer { office.close() }
        try await body(office)
    }

    func mailingWithoutRelay() async throws {
        var settings = settings
        settings.relay = try Relay("smtp://127.0.0.1:1")
        try await office(settings) { office in
            await #expect(throws: FanmailFailure.self) { try await mail(office) }
        }
    }
}
