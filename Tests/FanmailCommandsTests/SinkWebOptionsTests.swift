import ArgumentParser
import Fanmail
import Foundation
import Testing

@testable import SMTPSinkWeb
@testable import ServerCommands

@Suite("What the options of a sink's web server come to")
struct SinkWebOptionsTests {
    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test("A token comes from a file, where nobody who lists processes sees it") func token() throws {
        let path = try file("open sesame\nmore\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let options = try SinkWebOptions.parse(["--web", "0.0.0.0:0", "--web-token-file", path])
        #expect(try options.settings()?.token == "open sesame")
        #expect(try SinkWebOptions.parse(["--web", "127.0.0.1:0"]).settings()?.token == nil)
        let plain = try SinkWebOptions.parse(["--web", "0.0.0.0:0", "--web-token", "open sesame"])
        #expect(try plain.settings()?.token == "open sesame")
    }

    @Test(
        "What is wrong with a token is told",
        arguments: [
            (["--web-token", "open sesame"], "exclude each other"), ([], "--web-token-file: at least 8 characters"),
        ])
    func mistakes(_ more: [String], _ words: String) throws {
        let path = try file(more.isEmpty ? "short\n" : "open sesame\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let options = try SinkWebOptions.parse(["--web", "127.0.0.1:0", "--web-token-file", path] + more)
        #expect {
            _ = try options.settings()
        } throws: { error in
            "\(error)".contains(words)
        }
        let alone = try SinkWebOptions.parse(["--web-token-file", path])
        #expect(throws: FanmailFailure.self) { try alone.settings() }
        let missing = try SinkWebOptions.parse(["--web", "127.0.0.1:0", "--web-token-file", "\(path).none"])
        #expect(throws: FanmailFailure.self) { try missing.settings() }
    }
}
