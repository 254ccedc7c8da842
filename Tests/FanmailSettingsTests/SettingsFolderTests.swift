import Foundation
import Testing

@testable import FanmailSettings

@Suite("The folder of fanmail.toml")
struct SettingsFolderTests {
    /// A project with a folder two levels down.
    private func project(_ body: (_ root: String, _ deep: String) throws -> Void) throws {
        let made = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: made.appending(path: "a/b"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: made) }
        let root = made.resolvingSymlinksInPath().path
        for folder in [root, root + "/a", root + "/a/b"] { chmod(folder, 0o755) }
        try body(root, root + "/a/b")
    }

    private func write(_ text: String, in folder: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/fanmail.toml"))
        chmod(folder + "/fanmail.toml", 0o644)
    }

    @Test("is the nearest one above that has one; relative paths are relative to it")
    func above() throws {
        try project { root, deep in
            try write(
                """
                database = "data/x.db"
                [delivery]
                password-file = "secret"
                [dkim]
                domain = "lists.example"
                selector = "fm1"
                rsa-key = "dkim/fm1.pem"
                [letter]
                attachment-folders = ["pictures"]
                """, in: root)
            let found = try Configuration.load(environment: [:], directory: deep)
            #expect(found.folder.file == root + "/fanmail.toml" && found.folder.isAbove)
            #expect(found.database.value == root + "/data/x.db" && found.templates == root + "/templates")
            #expect(found.login.passwordFile.value == root + "/secret")
            #expect(found.dkim.rsaKey.value == root + "/dkim/fm1.pem")
            #expect(found.attachmentFolders.value == [root + "/pictures"])
            // A flag and a variable mean where the command runs.
            let named = try Configuration.load(environment: ["FANMAIL_DB": "y.db"], directory: deep)
            #expect(named.database.value == "y.db")
            try write("", in: root + "/a")
            let nearer = try Configuration.load(environment: [:], directory: deep)
            #expect(nearer.database.value == root + "/a/fanmail.db")
            try write("", in: deep)
            let here = try Configuration.load(environment: [:], directory: deep)
            #expect(here.database.value == deep + "/fanmail.db" && !here.folder.isAbove)
            #expect(here.templates == "templates")
        }
    }

    @Test("is the one where the command runs, where none has one, or folders above do not count")
    func none() throws {
        try project { root, deep in
            let none = try Configuration.load(environment: [:], directory: deep)
            #expect(none.folder.file == nil && none.database.value == deep + "/fanmail.db")
            try write("database = \"x.db\"", in: root)
            let alone = try Configuration.load(environment: [:], directory: deep, upwards: false)
            #expect(alone.folder.file == nil && alone.database.value == deep + "/fanmail.db")
        }
    }

    @Test("is not one above that somebody else may have written", arguments: ["file 666", "folder 777", "owner"])
    func strangers(kind: String) throws {
        try project { root, deep in
            try write("database = \"mine.db\"", in: root)
            try write("database = \"theirs.db\"", in: root + "/a")
            switch kind {
            case "file 666": chmod(root + "/a/fanmail.toml", 0o666)
            case "folder 777": chmod(root + "/a", 0o777)
            default:
                guard geteuid() == 0 else { return }
                #expect(chown(root + "/a/fanmail.toml", 4711, 4711) == 0)
            }
            let found = try Configuration.load(environment: [:], directory: deep)
            #expect(found.database.value == root + "/mine.db")
            #expect(found.folder.passedOver.first?.file == root + "/a/fanmail.toml")
            // Whoever stands beside it gets it, with doubts.
            let beside = try Configuration.load(environment: [:], directory: root + "/a")
            #expect(beside.database.value == root + "/a/theirs.db" && beside.doubts.aboutCommands != nil)
        }
    }

    @Test("is none where everybody puts their files, such as /tmp")
    func shared() throws {
        try project { root, deep in
            try write("database = \"x.db\"", in: root + "/a")
            chmod(root + "/a", 0o1777)
            let found = try Configuration.load(environment: [:], directory: deep)
            #expect(found.folder.file == nil && found.folder.passedOver.isEmpty)
        }
    }

    @Test("is none by a folder of that name")
    func folder() throws {
        try project { root, deep in
            try write("database = \"x.db\"", in: root)
            mkdir(root + "/a/fanmail.toml", 0o755)
            #expect(try Configuration.load(environment: [:], directory: deep).database.value == root + "/x.db")
        }
    }
}
