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

    /// Whether `/proc` can be mounted for one process alone.
    static let canMountProc: Bool = {
        let trial = ChildProcess(
            "/usr/bin/unshare", ["-m", "--propagation", "private", "mount", "-t", "proc", "proc", "/proc"])
        guard (try? trial.start()) != nil else { return false }
        trial.wait()
        if trial.status != 0 { print("skipped: needs the right to mount /proc") }
        return trial.status == 0
    }()

    let port: Int
    /// A second port, for what a server offers beside its first.
    let otherPort: Int
    private let directory: URL
    private let owner: Int
    private let process: ChildProcess

    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - files: what is written into the server's own directory before it starts. In both, `DIRECTORY` stands for that
    ///     directory, `PORT` and `OTHER` for the ports.
    ///   - owner: the number of the user who owns the directory.
    ///   - mailOwner: the one who owns the mailboxes, when that is somebody else.
    ///   - isInRoot: whether it runs inside the unpacked root.
    ///   - hasProc: whether there is a `/proc` in that root, which it alone sees.
    ///   - own: folders of that root of which it has its own, empty, where mounting is possible.
    init(
        _ command: [String], files: [String: String], owner: Int = 0, mailOwner: Int? = nil, isInRoot: Bool = true,
        hasProc: Bool = false, own: [String] = []
    ) throws {
        self.owner = owner
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
        if hasProc {
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent("proc"), withIntermediateDirectories: true)
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
        let own = Self.canMountProc ? own : []
        let mounts =
            (hasProc ? ["mount -t proc proc \"$0/proc\""] : [])
            + own.map { folder in "mount -t tmpfs -o mode=711 tmpfs \"$0/\(folder)\"" }
        let chroot = (mounts + ["exec chroot \"$0\" \"$@\""]).joined(separator: " && ")
        let shell =
            (mounts.isEmpty ? [] : ["unshare", "-m", "--propagation", "private"]) + ["sh", "-c", chroot, root.path]
        process =
            isInRoot
            ? ChildProcess("/usr/bin/env", shell + words, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
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

    /// Brings a program into the server's root, with the libraries that it is linked to, and files that it works on; all
    /// of it is the server's own.
    func install(_ program: String, files: [String], from folder: String) throws {
        let place = directory.appendingPathComponent("installed")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let list = ChildProcess(try Requirement.program("ldd"), [program])
        list.output = path("libraries")
        try list.start()
        list.wait()
        let text = try String(contentsOfFile: list.output, encoding: .utf8)
        for library in text.matches(of: /\/\S+/).map({ String($0.0) }) where !library.contains("/ld-") {
            let url = URL(fileURLWithPath: library)
            try FileManager.default.copyItem(
                at: url.resolvingSymlinksInPath(), to: place.appendingPathComponent(url.lastPathComponent))
        }
        let copy = place.appendingPathComponent("program").path
        // It is large: where it can, it lies there once.
        if link(program, copy) != 0 { try FileManager.default.copyItem(atPath: program, toPath: copy) }
        for file in files {
            let target = place.appendingPathComponent(file).path
            try FileManager.default.copyItem(atPath: "\(folder)/\(file)", toPath: target)
            chown(target, uid_t(owner), gid_t(owner))
        }
        chown(place.path, uid_t(owner), gid_t(owner))
    }

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
