import Foundation
import Testing

@testable import FanmailCommands

@Suite("What init lays out")
struct SampleFilesTests {
    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test("is the repository's own files, byte for byte", arguments: SampleFiles.all.filter { $0.path.contains("/") })
    func files(path: String, text: String) throws {
        let file = try Data(contentsOf: Self.repository.appendingPathComponent(path))
        #expect(file == Data(text.utf8), "\(path) differs")
    }

    @Test("leaves out none of the repository's lists and templates") func all() throws {
        for folder in ["lists", "templates"] {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: Self.repository.appendingPathComponent(folder).path)
            #expect(!names.isEmpty)
            for name in names { #expect(SampleFiles.all.contains { $0.path == "\(folder)/\(name)" }, "\(name)") }
        }
    }
}
