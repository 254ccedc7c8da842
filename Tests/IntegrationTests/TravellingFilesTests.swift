import Foundation
import Testing

/// Which files a letter takes along, and what the program reads and writes where a path is named.
@Suite("Files that travel", .timeLimit(.minutes(10)))
struct TravellingFilesTests {
    private static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + Data("picture".utf8)

    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.subscribe(1)
        try FileManager.default.createDirectory(atPath: bench.path("letters"), withIntermediateDirectories: true)
        return bench
    }

    private func write(_ bench: Workbench, attachment: String? = nil, body: String = "Hi") throws {
        let front = attachment.map { "attachments: [\"\($0)\"]\n" } ?? ""
        try bench.write(
            "---\nsubject: Hi\nfrom: ada@lists.example\nlist: announce@lists.example\n\(front)---\n\(body)\n",
            to: "letters/n.md")
    }

    private func make(_ bench: Workbench, _ name: String) throws {
        switch name {
        case "pipe": #expect(mkfifo(bench.path("letters/pipe"), 0o600) == 0)
        case "link.pdf": symlink("/etc/passwd", bench.path("letters/link.pdf"))
        case "folder": mkdir(bench.path("letters/folder"), 0o700)
        case "zero": symlink("/dev/zero", bench.path("letters/zero"))
        case "copy.pdf":
            try FileManager.default.copyItem(atPath: bench.path("fanmail.db"), toPath: bench.path("letters/copy.pdf"))
        case "keys.txt":
            bench.expectSuccess(try bench.fanmail("key", "rotate"))
            try FileManager.default.copyItem(
                atPath: bench.path("fanmail.db.keys"), toPath: bench.path("letters/keys.txt"))
        case "pem.txt": try bench.write("x\n-----BEGIN RSA PRIVATE KEY-----\nAAAA\n", to: "letters/pem.txt")
        case "huge.bin":
            try bench.write("", to: "letters/huge.bin")
            #expect(truncate(bench.path("letters/huge.bin"), 8 << 30) == 0)
        case "out/x.pdf":
            mkdir(bench.path("elsewhere"), 0o700)
            try bench.write("x", to: "elsewhere/x.pdf")
            symlink(bench.path("elsewhere"), bench.path("letters/out"))
        default: break
        }
    }

    @Test(arguments: [
        ("/etc/passwd", "outside"), ("../fanmail.db", "outside"), ("../fanmail.db.keys", "outside"),
        ("../letter.eml", "outside"), ("link.pdf", "outside"), ("out/x.pdf", "outside"), ("zero", "outside"),
        ("pipe", "FIFO"), ("folder", "directory"), ("copy.pdf", "a database"), ("keys.txt", "a key"),
        ("pem.txt", "a key"), ("huge.bin", "too large"), ("none.pdf", "cannot be read"),
    ])
    func whatIsNoAttachmentIsTold(name: String, says: String) throws {
        let bench = try bench()
        bench.expectSuccess(try bench.fanmail("key", "rotate"))
        try make(bench, name)
        try write(bench, attachment: name)
        for command in [["plan", "letters/n.md"], ["letter", "preview", "letters/n.md"]] {
            let result = try bench.run(bench.process(command))
            #expect(result.status == 65 && result.errors.contains(says), "\(result.status) \(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
        }
        // A picture is held against the same.
        try write(bench, body: "![A picture](\(name))")
        #expect(try bench.fanmail("plan", "letters/n.md").status == 65)
    }

    @Test func aPictureIsOneByItsContentAndThePlanSaysWhatTravels() throws {
        let bench = try bench()
        try bench.write("root:x:0:0", to: "letters/evil.png")
        try write(bench, body: "![A picture](evil.png)")
        let refused = try bench.fanmail("plan", "letters/n.md")
        #expect(refused.status == 65 && refused.errors.contains("is no image"), "\(refused.errors)")
        try Self.png.write(to: URL(fileURLWithPath: bench.path("letters/real.jpg")))
        try bench.write("%PDF-1.7", to: "letters/doc.pdf")
        try write(bench, attachment: "doc.pdf", body: "![A picture](real.jpg)")
        let plan = bench.expectSuccess(try bench.fanmail("plan", "letters/n.md", "--json")).json
        let files = try #require(plan["files"] as? [[String: Any]])
        #expect(files.compactMap { $0["name"] as? String } == ["real.jpg", "doc.pdf"])
        #expect(files.compactMap { $0["type"] as? String } == ["image/png", "application/pdf"])
        #expect(files.compactMap { $0["size"] as? Int } == [15, 8])
        #expect(try bench.fanmail("plan", "letters/n.md").output.contains("doc.pdf (application/pdf, 8 octets)"))
    }

    @Test func theSettingsNameOtherFolders() throws {
        let bench = try bench()
        mkdir(bench.path("pictures"), 0o700)
        try bench.write("%PDF", to: "pictures/doc.pdf")
        for name in ["../pictures/doc.pdf", "doc.pdf", bench.path("pictures/doc.pdf")] {
            try write(bench, attachment: name)
            try? FileManager.default.removeItem(atPath: bench.path("fanmail.toml"))
            #expect(try bench.fanmail("plan", "letters/n.md").status == 65, "\(name)")
            try bench.write("[letter]\nattachment-folders = [\"pictures\"]\n", to: "fanmail.toml")
            bench.expectSuccess(try bench.fanmail("plan", "letters/n.md"))
        }
    }

    @Test(arguments: [
        ["plan", "pipe"], ["letter", "lint", "pipe.md"], ["list", "apply", "pipe"],
        ["subscriber", "import", "pipe", "--list", "announce"], ["suppression", "import", "pipe"],
        ["inbox", "process", "pipe"], ["bounce", "process", "pipe"], ["dkim", "show", "pipe"],
        ["plan", "letter.eml", "--db", "pipe"], ["sink", "--faults", "pipe", "--for", "1s"],
        ["sink", "--record", "pipe", "--for", "1s"], ["sink", "--mbox", "pipe", "--for", "1s"],
        ["send", "letter.eml", "--relay", "smtp://127.0.0.1:1", "--transcript", "pipe"],
        ["send", "letter.eml", "--relay", "smtp://127.0.0.1:1", "--tls-ca", "pipe"],
        ["send", "letter.eml", "--relay", "smtp://a@127.0.0.1:1", "--password-file", "pipe"],
        ["subscriber", "import", "people.csv", "--list", "announce", "--rejects", "pipe"],
        ["letter", "preview", "n.md", "--output", "pipe"], ["db", "backup", "pipe"],
    ])
    func aFIFOIsToldAndNothingHangs(command: [String]) throws {
        let bench = try bench()
        for name in ["pipe", "pipe.md"] { #expect(mkfifo(bench.path(name), 0o600) == 0) }
        try write(bench)
        rename(bench.path("letters/n.md"), bench.path("n.md"))
        let result = try bench.run(bench.process(command))
        #expect(result.status > 0 && !result.errors.isEmpty, "\(result.status) \(result.errors)")
    }

    @Test(arguments: [
        ["send", "letter.eml", "--relay", "smtp://127.0.0.1:1", "--transcript", "FILE"],
        ["subscriber", "import", "people.csv", "--list", "announce", "--rejects", "FILE"],
        ["letter", "preview", "n.md", "--output", "FILE"], ["sink", "--record", "FILE", "--for", "1s"],
    ])
    func neitherDatabaseNorKeyIsOverwrittenAndFilesAreTheOwners(command: [String]) throws {
        let bench = try bench()
        try write(bench)
        rename(bench.path("letters/n.md"), bench.path("n.md"))
        bench.expectSuccess(try bench.fanmail("key", "rotate"))
        for file in ["fanmail.db", "fanmail.db.keys"] {
            let before = try Data(contentsOf: URL(fileURLWithPath: bench.path(file)))
            let result = try bench.run(bench.process(command.map { $0 == "FILE" ? file : $0 }))
            #expect(result.status == 74 && result.errors.contains("not overwritten"), "\(result.errors)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path(file))).prefix(16) == before.prefix(16))
        }
        try bench.write("older", to: "file")
        chmod(bench.path("file"), 0o644)
        _ = try bench.run(bench.process(command.map { $0 == "FILE" ? "file" : $0 }))
        let mode = try FileManager.default.attributesOfItem(atPath: bench.path("file"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
