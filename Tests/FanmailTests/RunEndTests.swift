import FanmailDelivery
import Foundation
import ListStore
import MailingLists
import SMTPClient
import SMTPCore
import SMTPSink
import Testing

@testable import Fanmail

/// What a run leaves behind in its process.
@Suite("The end of a run", .timeLimit(.minutes(10)))
struct RunEndTests {
    #if os(Linux)
        @Test("Many mailings in one process leave no threads behind, nor open files")
        func nothingIsLeft() async throws {
            let directory = FileManager.default.temporaryDirectory.appending(path: "fanmail-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: directory) }
            let store = try Store.open(path: directory.appending(path: "fanmail.db").path, create: true)
            let list = """
                name = "announce"
                address = "announce@lists.example"
                owner = "ada@lists.example"
                """
            try store.apply(ListDefinition.parse(list, file: "announce.toml"))
            let record = try store.list(named: "announce")
            _ = try store.subscribe(Mailbox(parsing: "ada@a.example"), name: nil, list: record, source: "test")
            let server = try await SinkServer.start(SinkConfiguration())
            let office = PostOffice(
                store: store, settings: MailingSettings(relay: try Relay("smtp://127.0.0.1:\(server.port)")))
            let before = try Self.counts(of: directory, port: server.port)
            for number in 0..<60 {
                let message = [
                    "From: ada@lists.example", "To: announce@lists.example", "Subject: \(number)",
                    "Message-ID: <\(number)@lists.example>", "", "Hello", "",
                ].joined(separator: "\r\n")
                let handle = try await office.send(try office.prepare(Array(message.utf8), named: "letter.eml"))
                let report = await handle.report()
                #expect(report.totals.accepted == 1)
                // Asked too late, which is no error.
                handle.stop()
            }
            let after = try Self.counts(of: directory, port: server.port)
            await server.stop()
            // Other suites run beside this one, and have event loops.
            #expect(after.loops - before.loops < 30, "\(before) to \(after)")
            // A connection may be closing still.
            #expect(after.files - before.files < 10, "\(before) to \(after)")
            #expect(after.sockets - before.sockets < 10, "\(before) to \(after)")
        }

        /// Threads of event loops, open files of a folder, and sockets of a server and of its clients.
        private static func counts(of folder: URL, port: Int) throws -> (loops: Int, files: Int, sockets: Int) {
            let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
            let names = tasks.compactMap { try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8) }
            let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            let files = descriptors.compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
            }.count { $0.contains(folder.lastPathComponent) }
            // Where a line has its addresses, and behind them its state; 06 is nobody's any more.
            let digits = String(port, radix: 16, uppercase: true)
            let end = ":" + String(repeating: "0", count: 4 - digits.count) + digits
            let sockets = try String(contentsOfFile: "/proc/self/net/tcp", encoding: .utf8).split(separator: "\n")
                .map { $0.split(separator: " ") }
                .count { $0.count > 3 && $0[3] != "06" && ($0[1].hasSuffix(end) || $0[2].hasSuffix(end)) }
            return (names.count { $0.hasPrefix("NIO-ELT") }, files, sockets)
        }
    #endif
}
