import Foundation
import NIOCore
import SMTPProtocol
import Testing

@Suite("The example of the library's page")
struct ExampleTests {
    @Test("It compiles, runs, and is the one that is printed") func opening() throws {
        var (written, isReady) = ("", false)
        // Example
        var session = SMTPSession(dialect: .smtp, hostname: "client.example", peer: "mx.example:25")
        for reply in ["220 mx.example ESMTP\r\n", "250 mx.example\r\n"] {
            Array(reply.utf8).withUnsafeBytes { session.received($0) }
            while let output = session.nextOutput() {
                if case .commands(let buffer) = output { written += String(buffer: buffer) }
            }
            while let action = session.nextAction() {
                if case .established = action { isReady = true }
            }
        }
        // End
        #expect(written == "EHLO client.example\r\n" && isReady)
        let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let start = try #require(source.range(of: "// Example\n"))
        let end = try #require(source.range(of: "        // End\n"))
        let code = source[start.upperBound..<end.lowerBound].split(separator: "\n").map { String($0.dropFirst(8)) }
        let page = root.appending(path: "Sources/SMTPProtocol/SMTPProtocol.docc/SMTPProtocol.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains(code.joined(separator: "\n")))
    }
}
