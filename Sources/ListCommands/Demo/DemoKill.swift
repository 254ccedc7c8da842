import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import ListStore

/// Kills a sender again and again, resumes it, and counts every copy at the server.
struct DemoKill {
    private static let kills = 20
    private static let connections = 10

    private let stage: DemoStage

    init(_ stage: DemoStage) { self.stage = stage }

    func run() throws {
        let port = try stage.startSink(["--record", "copies.jsonl"])
        try stage.show("list", "apply", "lists/announce.toml")
        try stage.show("subscriber", "import", "lists/more.csv", "--list", "announce")
        let relay = ["--relay", "smtp://127.0.0.1:\(port)", "--max-rcpt", "20", "--connections", "\(Self.connections)"]
        var arguments = ["send", "templates/announcement.eml", "--yes"] + relay
        Terminal.print("\n$ fanmail \(arguments.joined(separator: " "))")
        var killed = 0
        var status: Int32 = 0
        while true {
            let sender = stage.child(arguments)
            sender.standardOutput = FileHandle.nullDevice
            sender.standardError = FileHandle.nullDevice
            try sender.run()
            if killed < Self.kills {
                usleep(UInt32.random(in: 15_000...80_000))
                if sender.isRunning {
                    kill(sender.processIdentifier, SIGKILL)
                    killed += 1
                    Terminal.print("kill -9 number \(killed)")
                    Terminal.flush()
                }
            }
            sender.waitUntilExit()
            status = sender.terminationStatus
            if sender.terminationReason == .exit, status != 66 { break }
            if status == 66 {
                arguments = ["send", "templates/announcement.eml", "--yes"] + relay
            } else {
                arguments = ["mailing", "resume", "1"] + relay
            }
        }
        try stage.show("mailing", "show", "1")
        try count(killed: killed)
    }

    /// Joins what the server took with what the journal says, by address.
    private func count(killed: Int) throws {
        let record = try String(contentsOf: stage.directory.appendingPathComponent("copies.jsonl"), encoding: .utf8)
        var copies: [String: Int] = [:]
        for line in record.split(separator: "\n") {
            guard let address = try JSONValue(parsing: Array(line.utf8))["forwardPath"]?.string else { continue }
            copies[address, default: 0] += 1
        }
        let store = try Store.open(
            path: stage.directory.appendingPathComponent("fanmail.db").path, create: false)
        let census = try CopyCensus(of: 1, in: store, copies: copies)
        // The server refuses nobody, so that every other outcome is a loss too.
        let lost = census.lost + census.others
        Terminal.print("")
        Terminal.print("killed \(killed) times; \(census.accepted) accepted, \(census.unknown) unknown")
        Terminal.print("\(lost) lost, \(census.doubled) doubled")
        let bound = killed * Self.connections * 2 * 20
        guard lost == 0, census.doubled == 0, census.unknown <= bound else { throw ExitCode(1) }
    }
}
