import Foundation
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import FanmailWeb

@Suite("A web server", .timeLimit(.minutes(10)))
struct WebServerTests {
    private static let close = "Host: 127.0.0.1\r\nConnection: close\r\n\r\n"

    private static let routes: [WebRoute] = [
        .get("/") { _, _ in .text("root") },
        .get("/names/*/of/*") { request, names in .text("\(names) \(request.value("q") ?? "none")") },
        .post("/names") { request, _ in .text(String(decoding: request.body.reversed(), as: UTF8.self)) },
        .get("/large") { _, _ in WebResponse(type: "text/plain", body: [UInt8](repeating: 0x78, count: 3 << 20)) },
        .get("/refused") { _, _ in throw WebFailure(403, "not for you") },
        .get("/broken") { _, _ in throw CancellationError() },
    ]

    private func answer(_ request: String, at port: Int) async throws -> String {
        try await RawRequest.answer(request, at: port, mayBeCut: true)
    }

    private func serve(
        _ routes: [WebRoute] = WebServerTests.routes, _ change: (inout WebServer.Settings) -> Void = { _ in },
        _ body: (WebServer) async throws -> Void
    ) async throws {
        var settings = WebServer.Settings()
        // A machine with other work to do is no slow client, but where a test says so.
        (settings.patience, settings.farewell) = (.seconds(300), .seconds(300))
        change(&settings)
        let server = try await WebServer.start(settings, routes)
        do {
            try await body(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test(
        "Routes by method and path, decoded; failures are told",
        arguments: [
            ("GET /", 200, "root"), ("GET /?x=%41", 200, "root"), ("GET /names/a%2Fb/of/%C3%BC?q=1+2", 200, "1 2"),
            ("GET //names/x//of/y", 200, "none"), ("GET /names/x/of", 404, "there is nothing here\n"),
            ("GET /names/%zz/of/x", 400, "cannot be read"), ("GET /?q=%FF", 400, "cannot be read"),
            ("POST /", 405, "Allow: GET, HEAD\r\n"), ("GET /names", 405, "Allow: POST\r\n"),
            ("PATCH /", 405, "this answers GET, HEAD"), ("GET /refused", 403, "not for you\n"),
            ("GET /broken", 500, "Cancellation"), ("GET ../etc/passwd", 400, "HTTP/1.1 400"),
            ("nonsense", 400, "HTTP/1.1 400"),
        ])
    func routing(_ line: String, _ status: Int, _ text: String) async throws {
        try await serve { server in
            let answer = try await answer("\(line) HTTP/1.1\r\n\(Self.close)", at: server.port)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) ") && answer.contains(text), "\(answer)")
        }
    }

    @Test("HEAD has the header of GET and nothing else") func header() async throws {
        try await serve { server in
            let answer = try await answer("HEAD /large HTTP/1.1\r\n\(Self.close)", at: server.port)
            #expect(answer.contains("Content-Length: \(3 << 20)\r\n") && answer.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("One connection asks again and again, also before it has read; all of a long answer comes")
    func kept() async throws {
        try await serve { server in
            let one = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
            let all = try await answer(one + one + "GET /large HTTP/1.1\r\n\(Self.close)", at: server.port)
            #expect(all.components(separatedBy: "HTTP/1.1 200 OK\r\n").count == 4)
            #expect(all.hasSuffix(String(repeating: "x", count: 3 << 20)))
        }
    }

    @Test("A body has its limit, and so has a header") func limits() async throws {
        try await serve(Self.routes, { $0.longestBody = 10 }) { server in
            func post(_ count: Int) async throws -> String {
                let body = String(repeating: "x", count: count - 1) + "y"
                return try await answer(
                    "POST /names HTTP/1.1\r\nContent-Length: \(count)\r\n\(Self.close)\(body)", at: server.port)
            }
            #expect(try await post(10).hasSuffix("\r\n\r\nyxxxxxxxxx"))
            #expect(try await post(11).hasPrefix("HTTP/1.1 413 "))
            let field = "X: \(String(repeating: "x", count: 60_000))\r\n"
            #expect(try await answer("GET / HTTP/1.1\r\n\(field)\(Self.close)", at: server.port).contains(" 200 OK"))
            let long = try await answer("GET / HTTP/1.1\r\n\(field)\(field)\(Self.close)", at: server.port)
            #expect(long.hasPrefix("HTTP/1.1 431 "))
        }
    }

    @Test(
        "Whoever asks before it sends a body is told to go on, or why not, before it has sent anything",
        arguments: [
            ("100-continue", 10, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"),
            ("100-Continue", 11, "HTTP/1.1 413 "), ("a miracle", 10, "HTTP/1.1 417 "),
        ])
    func expected(_ value: String, _ count: Int, _ beginning: String) async throws {
        try await serve(Self.routes, { $0.longestBody = 10 }) { server in
            let body = beginning.contains(" 100 ") ? String(repeating: "x", count: count) : ""
            let answer = try await answer(
                "POST /names HTTP/1.1\r\nExpect: \(value)\r\nContent-Length: \(count)\r\n\(Self.close)\(body)",
                at: server.port)
            #expect(answer.hasPrefix(beginning) && answer.hasSuffix(body), "\(answer)")
            #expect(answer.components(separatedBy: "HTTP/1.1 ").count == (body.isEmpty ? 2 : 3))
        }
    }

    @Test(
        "A request that does not become whole is not waited for", arguments: ["", "GET / HT", "GET / HTTP/1.1\r\nHost"])
    func slow(_ beginning: String) async throws {
        try await serve(Self.routes, { $0.patience = .milliseconds(50) }) { server in
            let text = try await answer(beginning, at: server.port)
            #expect(text.isEmpty)
        }
    }

    @Test("Who waits longer than that for an answer gets it") func longPoll() async throws {
        let begun = Mutex(0)
        let routes: [WebRoute] = [
            .get("/") { _, _ in
                begun.withLock { $0 += 1 }
                try await Task.sleep(for: .milliseconds(500))
                return .text("at last")
            }
        ]
        try await serve(routes, { $0.patience = .milliseconds(100) }) { server in
            // A request that a busy machine was too slow to send was not waited for, rightly.
            var text = ""
            while begun.withLock({ $0 }) == 0 {
                text = try await answer("GET / HTTP/1.1\r\n\(Self.close)", at: server.port)
            }
            #expect(text.hasSuffix("at last"))
        }
    }

    @Test("Connections beyond the limit are closed") func connections() async throws {
        try await serve(Self.routes, { $0.mostConnections = 1 }) { server in
            let held = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: server.port).get()
            // It is there as soon as another one is not.
            var text = "HTTP"
            while !text.isEmpty { text = try await answer("GET / HTTP/1.1\r\n\(Self.close)", at: server.port) }
            try await held.close()
            while text.isEmpty { text = try await answer("GET / HTTP/1.1\r\n\(Self.close)", at: server.port) }
            #expect(text.hasPrefix("HTTP/1.1 200 "))
        }
    }

    /// Answers as soon as it is told, or when it is to end, which it tells.
    private func waiting(_ told: @escaping @Sendable () -> Void) -> WebRoute {
        .get("/wait") { _, _ in
            told()
            do { try await Task.sleep(for: .seconds(3600)) } catch { return .text("ended") }
            return .text("slept")
        }
    }

    @Test("When it stops, who waits is told at once, and nobody is served any more") func stopping() async throws {
        let (begun, told) = AsyncStream.makeStream(of: Void.self)
        try await serve([waiting { told.yield() }]) { server in
            async let answered = answer("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n", at: server.port)
            for await _ in begun { break }
            await server.stop()
            let text = try await answered
            #expect(text.contains("Connection: close\r\n") && text.hasSuffix("\r\n\r\nended"))
            await #expect(throws: (any Error).self) {
                _ = try await answer("GET / HTTP/1.1\r\n\r\n", at: server.port)
            }
        }
    }

    @Test("What is being answered comes to its end when it stops") func farewell() async throws {
        let (begun, told) = AsyncStream.makeStream(of: Void.self)
        let (goOn, go) = AsyncStream.makeStream(of: Void.self)
        let routes: [WebRoute] = [
            .get("/") { _, _ in
                told.yield()
                // Not cut short with its task.
                await Task { for await _ in goOn { break } }.value
                return .text(String(repeating: "x", count: 1 << 20))
            }
        ]
        try await serve(routes) { server in
            async let answered = answer("GET / HTTP/1.1\r\nHost: x\r\n\r\n", at: server.port)
            for await _ in begun { break }
            async let stopped: Void = server.stop()
            go.yield()
            await stopped
            let text = try await answered
            #expect(text.hasSuffix(String(repeating: "x", count: 1 << 20)))
        }
    }

    @Test("Who goes away is waited for by nobody") func leaving() async throws {
        let (begun, told) = AsyncStream.makeStream(of: Void.self)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let route = WebRoute.get("/wait") { _, _ in
            told.yield()
            try? await Task.sleep(for: .seconds(3600))
            end.yield()
            return .text("")
        }
        try await serve([route]) { server in
            // On the event loop at once: this task may have its turn when the server has waited long enough.
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: server.port).flatMap { channel in
                    channel.writeAndFlush(ByteBuffer(string: "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")).map { channel }
                }.get()
            for await _ in begun { break }
            try await channel.close()
            for await _ in ended { break }
        }
    }
}
