import Foundation
import Testing

@testable import FanmailBasics

@Suite("A path that leads to no file")
struct FileGuessTests {
    private func folder(_ names: String...) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guess-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in names { try Data().write(to: folder.appending(path: name)) }
        return folder.path
    }

    @Test(
        "is answered with the one that was meant",
        arguments: [
            ("autumn", "autumn.md"), ("autum.md", "autumn.md"), ("winter.md", nil), ("people.CSV", "people.csv"),
            ("se", nil), (".hidden", nil), ("people", nil),
        ])
    func near(name: String, meant: String?) throws {
        let folder = try folder("autumn.md", "people.csv", "people.old.csv", ".hiddn")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(FileGuess.near("\(folder)/\(name)") == meant.map { "\(folder)/\($0)" })
        let failure = #expect(throws: InputFailure.self) { try BoundedFile.text(of: "\(folder)/\(name)") }
        let line = "\(folder)/\(name): there is no such file" + (meant.map { "; is \(folder)/\($0) meant?" } ?? "")
        #expect(failure.map { "\($0)" } == line)
        #expect(FileGuess.near("\(folder)/nowhere/\(name)") == nil)
    }
}
