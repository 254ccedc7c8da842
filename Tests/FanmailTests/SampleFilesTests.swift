import Foundation
import Testing

@testable import Fanmail

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

    @Test("is written where nothing is, and what is there stays") func laid() throws {
        let folder = try StoreFolder()
        let mine = "name = \"mine\"\n"
        try FileManager.default.createDirectory(
            atPath: folder.path("new/lists"), withIntermediateDirectories: true)
        try folder.write(mine, to: "new/lists/announce.toml")
        var (made, kept): ([String], [String]) = ([], [])
        try SampleFiles.lay(in: URL(fileURLWithPath: folder.path("new"))) { path, isMade in
            if isMade { made.append(path) } else { kept.append(path) }
        }
        #expect(kept == ["lists/announce.toml"])
        #expect(try folder.text("new/lists/announce.toml") == mine)
        // Beside lists of one's own no sample becomes a list.
        let others = SampleFiles.all.filter { !$0.path.hasPrefix("lists/") }
        #expect(made == others.map(\.path))
        for (path, text) in others { #expect(try folder.text("new/\(path)") == text, "\(path)") }
        made = []
        try SampleFiles.lay(in: URL(fileURLWithPath: folder.path("newer"))) { path, isMade in
            if isMade { made.append(path) }
        }
        #expect(made == SampleFiles.all.map(\.path))
    }

    @Test("is not written where a file stands in the directory's place") func notADirectory() throws {
        let folder = try StoreFolder()
        let failure = #expect(throws: FanmailFailure.self) {
            try SampleFiles.lay(in: URL(fileURLWithPath: folder.write("", to: "taken")))
        }
        #expect(failure?.kind == .disk && failure?.message.contains("cannot be made") == true)
    }
}
