import Fanmail
import Foundation

/// Runs the command that prints an access token, bounded in time and octets whatever it does.
enum OAuthTokenCommand {
    private static let longest = 16_384
    private static let patience: TimeInterval = 30

    /// Blocks until it has ended, or is ended.
    ///
    /// - Parameter folder: where it runs; nil for where we do.
    static func run(
        _ command: String, in folder: String? = nil, patience: TimeInterval = patience
    ) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        do { try process.run() } catch {
            throw FanmailFailure(.configuration, "--oauth-token-command: cannot be run: \(error.localizedDescription)")
        }
        let deadline = Date(timeIntervalSinceNow: patience)
        let data = read(output.fileHandleForReading.fileDescriptor, until: deadline)
        while process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
        guard !process.isRunning else {
            // A child of its own may hold the pipe open: that is not waited for.
            kill(process.processIdentifier, SIGKILL)
            throw FanmailFailure(.configuration, "--oauth-token-command: not done within \(Int(patience)) s")
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw FanmailFailure(
                .configuration, "--oauth-token-command: failed, with status \(process.terminationStatus)")
        }
        return try RelayLogin.line(of: data, "--oauth-token-command", "token")
    }

    /// What comes until the first line or the pipe ends.
    private static func read(_ descriptor: Int32, until deadline: Date) -> Data {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 4096)
        while data.count < longest, !data.contains(0x0A) {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = deadline.timeIntervalSinceNow
            guard left > 0, poll(&entry, 1, Int32(min(left * 1000 + 1, 60_000))) > 0 else { return data }
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return data }
            data.append(contentsOf: buffer[..<count])
        }
        return data
    }
}

/// Access tokens from a command that is run anew for each login, since they expire. Logins that begin while it runs share it.
actor OAuthTokenSource {
    private let make: @Sendable () throws -> String
    private var first: String?
    private var underway: Task<String, any Error>?

    init(_ command: String, in folder: String?, first: String) {
        self.init(first: first) { try OAuthTokenCommand.run(command, in: folder) }
    }

    /// - Parameters:
    ///   - first: for the first login.
    ///   - make: may block.
    init(first: String?, make: @escaping @Sendable () throws -> String) {
        self.first = first
        self.make = make
    }

    func token() async throws -> String {
        if let token = first {
            first = nil
            return token
        }
        if let underway { return try await underway.value }
        let make = make
        let task = Task<String, any Error> {
            try await withCheckedThrowingContinuation { waiter in
                // It blocks, and a thread of the pool is not to be blocked.
                Thread.detachNewThread { waiter.resume(with: Result { try make() }) }
            }
        }
        underway = task
        defer { underway = nil }
        return try await task.value
    }
}
