import FanmailBasics
import Foundation
import Testing

@testable import FanmailSettings

@Suite("A setting that is written into a file")
struct TOMLEditTests {
    private func edited(_ text: String, _ key: String = "dkim.selector", _ value: String = "new") -> String {
        var edit = TOMLEdit(text)
        edit.set(key, to: value)
        return edit.text
    }

    @Test(
        "takes the place of the old one, wherever that stands, and leaves the rest",
        arguments: [
            ("[dkim]\nselector = \"old\"  # why\n", "[dkim]\nselector = \"new\"  # why\n"),
            ("# a\n[ dkim ] # b\n  selector='old'\n[guard]\n", "# a\n[ dkim ] # b\n  selector=\"new\"\n[guard]\n"),
            ("dkim.selector = \"old\"\n[guard]\n", "dkim.selector = \"new\"\n[guard]\n"),
            ("dkim = { domain = \"a\", selector = \"old\" }\n", "dkim = { domain = \"a\", selector = \"new\" }\n"),
            ("[dkim]\r\nselector = \"old\"\r\n", "[dkim]\r\nselector = \"new\"\r\n"),
            ("[dkim]\nselector = \"\"\"\nold\n\"\"\"\n", "[dkim]\nselector = \"new\"\n"),
            ("\u{FEFF}[dkim]\nselector = \"old\"", "\u{FEFF}[dkim]\nselector = \"new\""),
        ])
    func replaced(old: String, new: String) {
        #expect(edited(old) == new)
    }

    @Test(
        "joins its table, which is not doubled, behind the comment that shows it, or behind the last key",
        arguments: [
            (
                "[dkim]\n# selector = \"fm1\"\n# rsa-key = \"x\"\n[guard]\n",
                "[dkim]\n# selector = \"fm1\"\nselector = \"new\"\n# rsa-key = \"x\"\n[guard]\n"
            ),
            (
                "[dkim]\ndomain = \"a\"\n\n# then\n[guard]\n",
                "[dkim]\ndomain = \"a\"\nselector = \"new\"\n\n# then\n[guard]\n"
            ),
            ("[dkim]\n\n[guard]\n", "[dkim]\nselector = \"new\"\n\n[guard]\n"),
            ("[dkim]", "[dkim]\nselector = \"new\"\n"), ("[dkim] # x", "[dkim] # x\nselector = \"new\"\n"),
            ("[dkim]\r\ndomain = \"a\"", "[dkim]\r\ndomain = \"a\"\r\nselector = \"new\"\r\n"),
            (
                "[dkim]\nx = \"\"\"\n# selector = 1\n\"\"\"\ny = [\n1,\n]\n",
                "[dkim]\nx = \"\"\"\n# selector = 1\n\"\"\"\ny = [\n1,\n]\nselector = \"new\"\n"
            ),
            ("dkim.domain = \"a\"\n[guard]\n", "dkim.domain = \"a\"\ndkim.selector = \"new\"\n[guard]\n"),
            ("dkim = { domain = \"a\" }\n", "dkim = { domain = \"a\", selector = \"new\" }\n"),
            ("dkim = {}\n", "dkim = { selector = \"new\" }\n"),
            ("", "[dkim]\nselector = \"new\"\n"), ("a = 1", "a = 1\n\n[dkim]\nselector = \"new\"\n"),
        ])
    func added(old: String, new: String) {
        #expect(edited(old) == new)
        // Twice is once.
        #expect(edited(new) == new)
    }

    @Test("of the document itself stands above the first table")
    func root() {
        #expect(edited("[dkim]\n", "database", "x.db") == "database = \"x.db\"\n[dkim]\n")
        #expect(edited("\u{FEFF}[dkim]\n", "database", "x") == "\u{FEFF}database = \"x\"\n[dkim]\n")
        #expect(
            edited("# The database.\n# database = \"a\"\n\n[dkim]\n", "database", "x.db")
                == "# The database.\n# database = \"a\"\ndatabase = \"x.db\"\n\n[dkim]\n")
    }

    @Test("goes into the file that init writes, and reads back as it is", arguments: ["plain", "q\"\\\u{7}é"])
    func template(value: String) throws {
        var edit = TOMLEdit(Configuration.template)
        for key in ["dkim.domain", "dkim.rsa-key", "delivery.relay", "letter.x"] { edit.set(key, to: value) }
        let document = try TOMLDocument(
            parsing: edit.text, file: "f", keys: SettingName.allCases.map(\.key) + ["letter.x"], kind: .configuration)
        for key in ["dkim.domain", "dkim.rsa-key", "delivery.relay", "letter.x"] {
            #expect(try document.string(key) == value)
        }
        let old = Configuration.template.split(separator: "\n", omittingEmptySubsequences: false)
        let kept = edit.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(kept.filter { old.contains($0) }.count >= old.count && kept.count == old.count + 4)
    }

    @Test("is written at once, with mode, owner and links kept; what is no settings file is left alone")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (path, link) = (folder.path + "/fanmail.toml", folder.path + "/link.toml")
        let edit = SettingsFileEdit(link, [(.dkimDomain, "lists.example"), (.dkimSelector, "fm1")])
        try Data("# mine\n[delivery]\nconnections = 3\n".utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o640)
        symlink("fanmail.toml", link)
        try edit.write()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            text == "# mine\n[delivery]\nconnections = 3\n\n[dkim]\ndomain = \"lists.example\"\nselector = \"fm1\"\n")
        var status = stat()
        #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o640)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["fanmail.toml", "link.toml"])
        for broken in [
            "[dkim\n", "unknown = 1\n", "[dkim]\n[dkim]\n", "dkim = 3\n", "[dkim]\nselector = 1\nselector = 2\n",
        ] {
            try Data(broken.utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: InputFailure.self) { try edit.write() }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == broken)
        }
        let new = SettingsFileEdit(folder.path + "/new.toml", [(.dkimDomain, "a.example")])
        try new.write()
        #expect(try String(contentsOfFile: new.file, encoding: .utf8) == "[dkim]\ndomain = \"a.example\"\n")
    }
}
