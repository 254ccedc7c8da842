import Fanmail
import FanmailTerminal
import Foundation

/// The directory of a demo, its server, and the commands that are played on it: the program itself, as a user types it.
final class DemoStage {
    let directory: URL
    private let keeps: Bool
    private var sink: Process?
    private let program: URL
    /// What the commands that are shown log as well.
    private let log: LogOptions

    init(keeps: Bool, log: LogOptions) throws {
        self.keeps = keeps
        self.log = log
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("fanmail-demo-\(ProcessInfo.processInfo.processIdentifier)")
        program = URL(fileURLWithPath: Bundle.main.executablePath ?? CommandLine.arguments[0])
    }

    /// The sample files, and a file of made-up subscribers.
    func lay(subscribers: Int) throws {
        try SampleFiles.lay(in: directory)
        try Data(MadeUpSubscribers.csv(subscribers).utf8).write(
            to: directory.appendingPathComponent("lists/more.csv"))
        Terminal.print("in \(directory.path)")
    }

    /// Runs a command of this program and shows it as it would be typed; returns its exit status.
    @discardableResult
    func show(_ arguments: String...) throws -> Int32 {
        Terminal.print("\n$ fanmail \(arguments.joined(separator: " "))")
        Terminal.flush()
        let process = child(arguments + log.arguments)
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// A command of this program in the demo's directory, not yet running.
    func child(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = directory
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("FANMAIL_") }
        environment["FANMAIL_DB"] = "fanmail.db"
        process.environment = environment
        return process
    }

    /// Starts the built-in server; returns its port.
    func startSink(_ arguments: [String]) throws -> Int {
        let process = child(["sink", "--listen", "127.0.0.1:0"] + arguments)
        let output = Pipe()
        process.standardError = output
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        sink = process
        var line = ""
        while !line.contains("\n") {
            guard let data = try output.fileHandleForReading.read(upToCount: 1), !data.isEmpty else { break }
            line += String(decoding: data, as: UTF8.self)
        }
        guard let port = Int(line.split(separator: ":").last?.filter(\.isNumber) ?? "") else {
            throw FanmailFailure(.unavailable, "the built-in server did not start: \(line)")
        }
        return port
    }

    /// Ends the server and removes the directory.
    func clear() {
        sink?.terminate()
        sink?.waitUntilExit()
        if keeps {
            Terminal.print("kept \(directory.path)")
        } else {
            try? FileManager.default.removeItem(at: directory)
        }
    }
}
