import Foundation
import Testing

/// A mail server in the root that `.ci/mta` unpacks: its configuration, its mailboxes, its port; ended with the test.
final class UnpackedServer {
    /// Where everything was unpacked; nil where that could not be done.
    private static let place: URL? = {
        var directory = Workbench.program
        while directory.path != "/" {
            directory.deleteLastPathComponent()
            let candidate = directory.appendingPathComponent("mta")
            let ready = candidate.appendingPathComponent("ready").path
            if FileManager.default.fileExists(atPath: ready) { return candidate }
        }
        return nil
    }()

    /// Whether these servers can be started here; under CI they must be.
    static var isPossible: Bool {
        if Requirement.isCI { return true }
        if place == nil || getuid() != 0 { print("skipped: needs root, and what .ci/mta unpacks") }
        return place != nil && getuid() == 0
    }

    let port: Int
    /// A second port, for what a server offers beside its first.
    let otherPort: Int
    private let directory: URL
    private let process: ChildProcess

    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - files: what is written into the server's own directory before it starts. In both, `DIRECTORY` stands for that
    ///     directory, `PORT` and `OTHER` for the ports.
    ///   - owner: the number of the user who owns the directory.
    ///   - mailOwner: the one who owns the mailboxes, when that is somebody else.
    ///   - isInRoot: whether it runs inside the unpacked root.
    init(
        _ command: [String], files: [String: String], owner: Int = 0, mailOwner: Int? = nil, isInRoot: Bool = true
    ) throws {
        let place = try #require(Self.place, "run .ci/mta as root")
        let root = place.appendingPathComponent("root")
        let name = "test-\(UUID().uuidString.prefix(8))"
        directory = root.appendingPathComponent("srv/\(name)")
        port = try LoopbackPort.free()
        otherPort = try LoopbackPort.free()
        let seen = isInRoot ? "/srv/\(name)" : directory.path
        let (port, other) = (port, otherPort)
        let filled = { (text: String) in
            text.replacing("DIRECTORY", with: seen).replacing("PORT", with: "\(port)")
                .replacing("OTHER", with: "\(other)")
        }
        for part in ["mail/new", "spool", "run"] {
            try FileManager.default.createDirectory(
                at: directory.appendingPathComponent(part), withIntermediateDirectories: true)
        }
        for (file, text) in files {
            let path = directory.appendingPathComponent(file)
            try Data(filled(text).utf8).write(to: path)
            chmod(path.path, file == "key.pem" ? 0o600 : 0o644)
        }
        // Servers insist that nobody but root writes their configuration.
        for part in ["", "spool", "key.pem"] {
            chown(directory.appendingPathComponent(part).path, uid_t(owner), gid_t(owner))
        }
        for part in ["mail", "mail/new"] {
            chown(directory.appendingPathComponent(part).path, uid_t(mailOwner ?? owner), gid_t(mailOwner ?? owner))
        }
        chmod(directory.path, 0o755)
        let words = command.map(filled)
        process =
            isInRoot
            ? ChildProcess("/usr/sbin/chroot", [root.path] + words, environment: ["PATH": "/usr/sbin:/usr/bin"])
            : ChildProcess(
                "/usr/bin/env", words,
                environment: [
                    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
                    "PYTHONPATH": place.appendingPathComponent("python").path,
                ])
        process.errors = directory.appendingPathComponent("errors").path
        process.output = directory.appendingPathComponent("output").path
        try process.start()
        do {
            try LoopbackPort.waitUntilOpen(port)
        } catch {
            Issue.record("it does not listen: \(log)")
            throw error
        }
    }

    /// What it has said so far.
    var log: String {
        ["errors", "output", "log", "spool/log-main", "spool/log-panic"].compactMap {
            try? String(contentsOf: directory.appendingPathComponent($0), encoding: .utf8)
        }.joined()
    }

    /// A file of its own, as the machine outside sees it.
    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    /// The one stored copy in which a line is, as it lies on the disk.
    ///
    /// - Parameter folder: where it lies, below the folder of all mail.
    func message(with line: String? = nil, in folder: String = "") throws -> [UInt8] {
        let mail = directory.appendingPathComponent("mail").appendingPathComponent(folder)
        for _ in 0..<500 {
            let files = FileManager.default.enumerator(at: mail, includingPropertiesForKeys: [.isRegularFileKey])
            for case let file as URL in files ?? .init() {
                // A Maildir's messages arrive in `new`; what is beside it is being written, or an index.
                guard file.deletingLastPathComponent().lastPathComponent == "new",
                    let data = try? Data(contentsOf: file),
                    line.map({ data.range(of: Data(($0 + "\n").utf8)) != nil }) ?? true
                else { continue }
                return [UInt8](data)
            }
            usleep(10_000)
        }
        Issue.record("no copy \(line ?? "in \(folder)"): \(log)")
        return []
    }

    func stop() {
        process.stop()
        try? FileManager.default.removeItem(at: directory)
    }
}
