import Fanmail
import Foundation
import NIOCore
import NIOPosix
import SMTPClient

/// An office with a list of three, on an event loop of its own; where there is no transport, without a relay.
enum Office {
    static func with(
        _ transport: (any Transport)?, _ change: (inout MailingSettings) -> Void = { _ in },
        _ body: (PostOffice, any EventLoop) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        // Nobody listens there, and nobody is asked.
        var settings = MailingSettings(relay: try Relay("smtp://127.0.0.1:1"))
        settings.transport = transport
        settings.eventLoopGroup = group
        change(&settings)
        let office = try PostOffice(
            database: directory.appending(path: "fanmail.db").path, settings: settings, create: true)
        try office.apply(
            list: """
                name = "announce"
                address = "announce@lists.example"
                owner = "ada@lists.example"
                """)
        for name in ["ada", "ken", "mei"] { try office.subscribe("\(name)@a.example", to: "announce") }
        try await body(office, group.next())
        office.close()
        try await group.shutdownGracefully()
    }

    static func news(for office: PostOffice) throws -> PreparedMailing {
        let letter = MailMessage(
            from: "ada@lists.example", to: ["announce@lists.example"], subject: "News", text: "Hello!")
        return try office.prepare(letter.encoded(), named: "news")
    }
}
