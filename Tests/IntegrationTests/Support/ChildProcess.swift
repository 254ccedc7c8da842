import Foundation

/// A child process, waited for by its id alone; many may run at once from any thread.
final class ChildProcess: @unchecked Sendable {
    struct CannotStart: Error {
        let program: String
        let code: Int32
    }

    var program: String
    var arguments: [String]
    var environment: [String: String]
    var directory: String
    /// Files that take its output; `/dev/null` without another word.
    var output = "/dev/null"
    var errors = "/dev/null"
    private(set) var id: pid_t = 0
    private var waitStatus: Int32?

    init(_ program: String, _ arguments: [String], environment: [String: String] = [:], directory: String = "/tmp") {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }

    deinit { stop() }

    func start() throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // The threads of a test runner block signals; a child must not inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        // The shell changes the directory and becomes the program, under the same id.
        let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory, program]
        var words = (shell + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for word in words + variables { free(word) }
        }
        let code = posix_spawn(&id, "/bin/sh", &actions, &attributes, &words, &variables)
        guard code == 0 else { throw CannotStart(program: program, code: code) }
    }

    var isRunning: Bool {
        guard id > 0, waitStatus == nil else { return false }
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return true }
        waitStatus = status
        return false
    }

    func wait() {
        guard id > 0, waitStatus == nil else { return }
        var status: Int32 = 0
        while waitpid(id, &status, 0) == -1, errno == EINTR {}
        waitStatus = status
    }

    /// Its exit status, or the signal that ended it.
    var status: Int32 {
        guard let waitStatus else { return -1 }
        return wasKilled ? waitStatus & 0x7F : (waitStatus >> 8) & 0xFF
    }

    var wasKilled: Bool { (waitStatus ?? 0) & 0x7F != 0 }

    func signal(_ number: Int32) {
        if isRunning { kill(id, number) }
    }

    /// Ends it and waits for it.
    func stop() {
        guard id > 0, waitStatus == nil else { return }
        signal(SIGTERM)
        wait()
    }
}
