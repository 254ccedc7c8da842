import Composition
import ListStore
import SMTPCore
import TestSupport
import Testing

@testable import Fanmail

/// A letter that is shown to browsers while it is edited.
@Suite("A letter is served", .timeLimit(.minutes(10)))
struct PreviewServerTests {
    private let folder: StoreFolder

    init() throws {
        folder = try StoreFolder()
        try folder.subscribe("ken@a.example")
        _ = try folder.store.subscribe(
            Mailbox(parsing: "ada@a.example"), name: "Ada", list: folder.list, source: "test")
        try write("One")
    }

    private func write(_ word: String) throws {
        try folder.write(
            "---\nsubject: Hello {{subscriber.name|reader}}\nfrom: News <ada@lists.example>\nlist: announce\n---\n\(word)\n",
            to: "hello.md")
    }

    private func with(_ body: (PreviewServer, @Sendable (String) -> String) async throws -> Void) async throws {
        let watch = LetterWatch(folder.path("hello.md"), reader: LetterReader(), office: try folder.office())
        let server = try await PreviewServer.start { watch.answer($0, $1) }
        let base = "/" + server.url.split(separator: "/").dropFirst(2).joined(separator: "/") + "/"
        let host = "127.0.0.1:\(server.port)"
        do {
            try await body(server) { "GET \(base)\($0) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n" }
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test("As anybody and as a reader, known or not; the page has a choice of both") func readers() async throws {
        try await with { server, request in
            let anybody = try await RawRequest.answer(request(""), at: server.port)
            #expect(anybody.hasPrefix("HTTP/1.1 200 OK\r\n") && anybody.contains("as anybody reads it"))
            #expect(anybody.contains("<form method=\"get\">") && anybody.contains("<option value=\"ken@a.example\">"))
            #expect(anybody.contains("Cache-Control: no-store"))
            let ada = try await RawRequest.answer(request("?as=ada%40a.example"), at: server.port)
            #expect(ada.contains("as ada@a.example reads it") && ada.contains("<title>Hello Ada</title>"))
            let stranger = try await RawRequest.answer(request("?as=zoe%2Bx%40a.example&language="), at: server.port)
            #expect(stranger.contains("zoe+x@a.example is no subscriber"))
            let nobody = try await RawRequest.answer(request("?as=nobody"), at: server.port)
            #expect(nobody.contains("is no address") && nobody.contains("cannot be shown"))
        }
    }

    @Test("Another version is another text as soon as the file is, and a fault is told until it is mended")
    func versions() async throws {
        try await with { server, request in
            func version() async throws -> String {
                try await RawRequest.answer(request("version"), at: server.port).split(separator: "\r\n\r\n").last.map(
                    String.init)
                    ?? ""
            }
            let first = try await version()
            #expect(try await version() == first)
            #expect(try await RawRequest.answer(request(""), at: server.port).contains("!=='\(first)'"))
            try write("Two")
            let second = try await version()
            #expect(second != first && !second.isEmpty)
            #expect(try await RawRequest.answer(request(""), at: server.port).contains("Two"))
            try folder.write("no front matter", to: "hello.md")
            #expect(try await version() != second)
            let broken = try await RawRequest.answer(request(""), at: server.port)
            #expect(broken.hasPrefix("HTTP/1.1 200 OK\r\n") && broken.contains("The letter cannot be shown"))
            try write("Two")
            #expect(try await version() == second)
        }
    }

    @Test("Nobody sees it who does not know the path, nor a page that had this machine looked up by another name")
    func refused() async throws {
        try await with { server, request in
            let good = request("")
            let port = server.port
            let other = try await RawRequest.answer(good.replacing("127.0.0.1", with: "evil.example"), at: port)
            #expect(other.hasPrefix("HTTP/1.1 421 "))
            let guessed = try await RawRequest.answer(
                "GET / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n", at: port)
            #expect(guessed.hasPrefix("HTTP/1.1 404 ") && !guessed.contains("Hello"))
            let posted = try await RawRequest.answer(good.replacing("GET", with: "POST"), at: port)
            #expect(posted.hasPrefix("HTTP/1.1 405 ") && posted.contains("Allow: GET, HEAD"))
            #expect(try await RawRequest.answer(request("elsewhere"), at: port).hasPrefix("HTTP/1.1 404 "))
            let head = try await RawRequest.answer(good.replacing("GET", with: "HEAD"), at: port)
            #expect(head.hasPrefix("HTTP/1.1 200 ") && head.hasSuffix("\r\n\r\n"))
            #expect(try await RawRequest.answer("nonsense\r\n\r\n", at: port).contains("Hello") == false)
        }
    }
}
