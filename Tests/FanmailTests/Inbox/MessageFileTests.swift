import FanmailBasics
import Foundation
import Testing

@testable import Fanmail

@Suite("Where a message is not to be had, that is said, and why", .timeLimit(.minutes(10)))
struct MessageFileTests {
    private func failure(_ path: String) throws -> MessageFile.Failure {
        try #require(#expect(throws: MessageFile.Failure.self) { try MessageFile.read(.file(path)) })
    }

    @Test("What is there and cannot be read has its reason, and not the advice to name something")
    func reasons() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "message-\(UUID().uuidString)")
        let template = folder.appending(path: "welcome.eml").path
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(atPath: template, withIntermediateDirectories: true)
        let directory = try failure(template)
        #expect(directory.description == "\(template): cannot be read: this is a directory; name a file in it")
        #expect(directory.remedy == nil)
        #expect(mkfifo(template + ".fifo", 0o600) == 0)
        #expect(try failure(template + ".fifo").what.hasPrefix("cannot be read: this is a FIFO"))
        try FileManager.default.createDirectory(atPath: template + ".d", withIntermediateDirectories: true)
        for nothing in [template + ".d/none.eml", template + ".fifo/none.eml"] {
            let missing = try failure(nothing)
            #expect(missing.what == "there is no such file" && missing.remedy == .nameMessage, "\(nothing)")
        }
    }
}
