import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import Logging
import SMTPLoad

struct BenchVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compares what a bench sent with what a sink recorded: lost, doubled, altered.",
        discussion: "Example: fanmail bench verify copies.jsonl --sent sent.jsonl. It exits with 65 when they differ.")

    @Argument(help: "The record of fanmail sink --record.") var record: String
    @Option(help: "What fanmail bench --sent has written.") var sent: String
    @Flag(help: "One JSON document.") var json = false
    @OptionGroup var log: LogOptions

    private struct Copy: Decodable {
        let forwardPath: String
        let digest: String
        let messageID: String?
    }

    func run() throws {
        var reconciliation = Reconciliation()
        try Self.eachLine(of: sent) { (transaction: SentTransaction) in reconciliation.sent(transaction) }
        try Self.eachLine(of: record) { (copy: Copy) in
            reconciliation.recorded(copy.forwardPath, messageID: copy.messageID, digest: copy.digest)
        }
        reconciliation.finish()
        log.logger.info("verified", metadata: ["record": "\(record)", "sent": "\(sent)"])
        if json {
            Terminal.print(try BenchJSON.text(reconciliation))
        } else {
            show(reconciliation)
        }
        if !reconciliation.isClean { throw ExitCode(FanmailFailure.Kind.unusableInput.exitStatus) }
    }

    private func show(_ verdict: Reconciliation) {
        Terminal.print(
            "\(verdict.accepted) accepted: \(verdict.lost.count) lost, \(verdict.doubled.count) doubled, \(verdict.altered.count) altered, \(verdict.unexpected.count) taken though refused"
        )
        if verdict.unknown > 0 {
            Terminal.print("\(verdict.unknown) of unknown outcome: \(verdict.unknownTaken) of them were taken")
        }
        if verdict.foreign > 0 { Terminal.print("\(counted(verdict.foreign, "copy", "copies")) of other runs") }
        for (name, paths) in [
            ("lost", verdict.lost), ("doubled", verdict.doubled), ("altered", verdict.altered),
            ("taken though refused", verdict.unexpected),
        ] {
            for path in paths.prefix(10) { Terminal.print("\(name): \(path.escapedForTerminal)") }
            if paths.count > 10 { Terminal.print("\(name): and \(paths.count - 10) more") }
        }
    }

    /// Reads a file of JSON lines, each of at most 16 MiB, without holding it whole.
    static func eachLine<Value: Decodable>(of path: String, _ body: (Value) -> Void) throws {
        let file: FileHandle
        do {
            file = FileHandle(fileDescriptor: try InputFile(path, allowsPipes: true).released(), closeOnDealloc: true)
        } catch {
            throw FanmailFailure(.noInput, "\(path.escapedForTerminal): \(error.reason)")
        }
        defer { try? file.close() }
        let decoder = JSONDecoder()
        var rest = Data()
        var number = 0
        func read(_ line: Data) throws {
            number += 1
            guard !line.isEmpty else { return }
            guard let value = try? decoder.decode(Value.self, from: line) else {
                throw FanmailFailure(
                    .unusableInput, "\(path.escapedForTerminal):\(number): not a line that fanmail has written")
            }
            body(value)
        }
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            var start = piece.startIndex
            while let end = piece[start...].firstIndex(of: 0x0A) {
                rest.append(piece[start..<end])
                try read(rest)
                rest.removeAll(keepingCapacity: true)
                start = end + 1
            }
            rest.append(piece[start...])
            guard rest.count <= 16 << 20 else {
                throw FanmailFailure(.unusableInput, "\(path.escapedForTerminal):\(number + 1): the line is too long")
            }
        }
        try read(rest)
    }
}
