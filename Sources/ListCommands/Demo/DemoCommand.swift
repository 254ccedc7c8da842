import ArgumentParser
import Fanmail
import FanmailTerminal
import Foundation

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "The whole job on this machine: a list, 100,000 subscribers, a letter, the built-in server.",
        discussion: "With --kill it kills its own sender 20 times on the way, and counts every copy afterwards.")

    @Flag(help: "Kills the sender with SIGKILL 20 times, then shows that nothing was lost or doubled.") var kill = false
    @Option(help: "How many subscribers are made up.") var subscribers = 100_000
    @Flag(help: "Keeps the directory with the database.") var keep = false
    @OptionGroup var log: LogOptions

    func run() async throws {
        guard (1...10_000_000).contains(subscribers) else {
            throw FanmailFailure(.usage, "--subscribers \(subscribers): from 1 to 10000000")
        }
        let stage = try DemoStage(keeps: keep, log: log)
        defer { stage.clear() }
        try stage.lay(subscribers: subscribers)
        if kill { try DemoKill(stage).run() } else { try play(stage) }
    }

    private func play(_ stage: DemoStage) throws {
        let port = try stage.startSink(["--refuse", "1", "--block", "0.5", "--defer", "0.5"])
        try stage.show("list", "apply", "lists/announce.toml")
        try stage.show("subscriber", "import", "lists/announce.csv", "--list", "announce")
        try stage.show("subscriber", "import", "lists/more.csv", "--list", "announce")
        try stage.show("plan", "templates/announcement.eml")
        let status = try stage.show(
            "send", "templates/announcement.eml", "--relay", "smtp://127.0.0.1:\(port)", "--yes", "--retry", "1s")
        try stage.show("mailing", "ls")
        try stage.show("bounce", "ls", "--mailing", "1", "--limit", "5")
        try stage.show("explain", "ada@example.org", "--mailing", "1")
        Terminal.print("")
        Terminal.print("next: fanmail demo --kill, or your own list: fanmail init")
        if status != 0 { throw ExitCode(status) }
    }
}
