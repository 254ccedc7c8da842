import Foundation
import Testing

/// A Postfix of the test's own: its directories, its port, its mailboxes; ended with the test.
final class Postfix {
    let port: Int
    private let directory: URL
    private let command: String

    /// - Parameters:
    ///   - more: further lines of main.cf; `DIRECTORY` stands for its own.
    ///   - services: further lines of master.cf.
    init(
        refused: [String] = [], deferred: [String] = [], more: String = "", services: String = "",
        files: [String: String] = [:]
    ) throws {
        command = try Requirement.program("postfix")
        port = try LoopbackPort.free()
        directory = URL(fileURLWithPath: "/tmp/fanmail-postfix-\(UUID().uuidString.prefix(8))")
        let make = FileManager.default
        for name in ["etc", "queue", "data", "mail"] {
            try make.createDirectory(at: directory.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let access =
            refused.map { "\($0) 550 5.1.1 no such user" } + deferred.map { "\($0) 450 4.2.0 try again later" }
        try write(access.joined(separator: "\n") + "\n", "etc/access")
        let own = more.replacing("DIRECTORY", with: directory.path)
        let usual = """
            compatibility_level = 3.6
            queue_directory = \(directory.path)/queue
            data_directory = \(directory.path)/data
            mail_owner = postfix
            setgid_group = postdrop
            inet_interfaces = loopback-only
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            myhostname = mx.example.org
            mydestination =
            alias_maps =
            alias_database =
            maillog_file = /var/log/fanmail-test-\(port).log
            virtual_mailbox_domains = example.org
            virtual_mailbox_base = \(directory.path)/mail
            virtual_mailbox_maps = static:all/
            virtual_uid_maps = static:\(Self.id("-u"))
            virtual_gid_maps = static:\(Self.id("-g"))
            smtpd_recipient_restrictions = check_recipient_access texthash:\(directory.path)/etc/access,
                permit_mynetworks, reject
            smtpd_client_connection_count_limit = 0
            smtputf8_enable = no
            """
        try write(Self.settings(usual, but: own) + "\n" + own, "etc/main.cf")
        for (name, text) in files { try write(text, name) }
        try write(
            """
            127.0.0.1:\(port) inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            proxymap unix - - n - - proxymap
            error unix - - n - - error
            virtual unix - n n - - virtual
            anvil unix - - n - 1 anvil
            tlsmgr unix - - n 1000? 1 tlsmgr
            postlog unix-dgram n - n - 1 postlogd
            \(services)
            """, "etc/master.cf")
        try write("", "etc/dynamicmaps.cf")
        for name in ["data", "mail"] { try Self.run("/bin/chown", ["-R", "postfix", directory.path + "/" + name]) }
        try write("all\n", "unused")
        try postfix("start")
        try LoopbackPort.waitUntilOpen(port)
    }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: directory.appendingPathComponent(name))
    }

    /// The usual ones without those that a test has of its own: of each that stands twice every daemon would warn, that
    /// which writes the log among them, and wait for itself when there are many.
    private static func settings(_ usual: String, but own: String) -> String {
        let names = Set(own.split(separator: "\n").compactMap { $0.split(separator: " ").first })
        var isKept = true
        return usual.split(separator: "\n").filter { line in
            if line.first != " ", let name = line.split(separator: " ").first { isKept = !names.contains(name) }
            return isKept
        }.joined(separator: "\n")
    }

    private static func id(_ flag: String) -> String {
        let process = ChildProcess("/usr/bin/id", [flag, "postfix"])
        process.output = "/tmp/fanmail-id-\(UUID().uuidString)"
        try? process.start()
        process.wait()
        defer { try? FileManager.default.removeItem(atPath: process.output) }
        let text = (try? String(contentsOfFile: process.output, encoding: .utf8)) ?? ""
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = ChildProcess(
            program, arguments, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
        try process.start()
        process.wait()
    }

    private func postfix(_ verb: String) throws {
        try Self.run(command, ["-c", directory.appendingPathComponent("etc").path, verb])
    }

    /// The message that was delivered to the one mailbox, for a user: the files are told apart by Delivered-To.
    func message(for user: String) throws -> String {
        for _ in 0..<500 {
            let folder = directory.appendingPathComponent("mail/all/new")
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
                let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
                if text.contains("Delivered-To: \(user)@example.org") { return text }
            }
            usleep(20_000)
        }
        Issue.record("no message for \(user)")
        return ""
    }

    /// A file of its own.
    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    /// What it has said so far.
    var log: String { (try? String(contentsOfFile: "/var/log/fanmail-test-\(port).log", encoding: .utf8)) ?? "" }

    func stop() {
        try? postfix("abort")
        try? FileManager.default.removeItem(at: directory)
        try? FileManager.default.removeItem(atPath: "/var/log/fanmail-test-\(port).log")
    }
}
