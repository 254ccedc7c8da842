import Foundation
import SMTPClient
import SMTPSink
import Testing

@Suite("The documentation's examples compile, run, and are the ones that are printed", .timeLimit(.minutes(10)))
struct ExampleTests {
    private let message = Array("Subject: x\r\n\r\nhello\r\n".utf8)

    @Test func oneMessage() async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        let url = "smtp://127.0.0.1:\(sink.port)"
        // Example 1
        let relay = try Relay(url)
        let outcomes = try await relay.send(
            message, from: "ada@lists.example", to: ["ken@example.org", "mei@example.net"])
        for outcome in outcomes { print(outcome) }
        // End
        #expect(outcomes.count == 2 && outcomes.allSatisfy(\.isAccepted))
        await sink.stop()
        try expectPrinted(1)
    }

    @Test func pool() async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        let url = "smtp://127.0.0.1:\(sink.port)"
        let (letters, subscribers) = ([message, message], (0..<120).map { "r\($0)@example.org" })
        // Example 2
        let pool = SMTPPool(relay: try Relay(url), connections: 4)
        for letter in letters {
            let outcomes = try await pool.send(
                letter, from: "bounces@lists.example", to: subscribers, transactionSize: 50)
            for outcome in outcomes where !outcome.isAccepted {
                print(outcome)
            }
        }
        await pool.shutDown()
        // End
        #expect(sink.counts.messages == 6)
        await sink.stop()
        try expectPrinted(2)
    }

    @Test func builtMessage() async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        let relay = try Relay("smtp://127.0.0.1:\(sink.port)")
        // Example 3
        let hello = MailMessage(
            from: "Ada <ada@lists.example>", to: ["ken@example.org"], subject: "Hello", text: "Hello, Ken!")
        let outcomes = try await relay.send(hello)
        // End
        #expect(outcomes.count == 1 && outcomes.allSatisfy(\.isAccepted))
        await sink.stop()
        try expectPrinted(3)
    }

    private func expectPrinted(_ number: Int) throws {
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let mark = try #require(source.range(of: "// Example \(number)\n"))
        let end = try #require(source.range(of: "        // End\n", range: mark.upperBound..<source.endIndex))
        let code = source[mark.upperBound..<end.lowerBound].split(separator: "\n")
            .map { String($0.dropFirst(8)) }.joined(separator: "\n")
            .replacing("Relay(url)", with: "Relay(\"smtp://127.0.0.1:25\")")
        #expect(try Article("SMTPClient").blocks("swift").dropFirst(number - 1).first == code)
        #expect(code.split(separator: "\n").count <= (number == 1 ? 5 : 10))
    }
}
