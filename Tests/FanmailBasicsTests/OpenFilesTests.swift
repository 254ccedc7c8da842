import Foundation
import Testing

@testable import FanmailBasics

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Descriptors that are open already: pipes, sockets, and files that are read in part.
struct OpenFilesTests {
    #if os(Linux) && !canImport(Musl)
        private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
        private static let stream = Int32(SOCK_STREAM)
    #endif

    /// Processes that other tests start at the same time would hold the ends open.
    private static func keepFromChildren(_ ends: [Int32]) {
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    @Test("A socket that does not block is read to its end, as standard input may be one", .timeLimit(.minutes(10)))
    func socket() throws {
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Self.stream, 0, &ends) == 0)
        Self.keepFromChildren(ends)
        _ = fcntl(ends[0], F_SETFL, fcntl(ends[0], F_GETFL) | O_NONBLOCK)
        let (reader, writer) = (ends[0], ends[1])
        let thread = Thread {
            _ = write(writer, "From: a", 7)
            // So that the reader finds nothing there at least once, most likely; what it reads is the same anyhow.
            usleep(20_000)
            _ = write(writer, "@b.example", 10)
            close(writer)
        }
        thread.start()
        #expect(try InputFile(duplicating: reader).read(upTo: 1000) == Array("From: a@b.example".utf8))
        #expect(fcntl(reader, F_GETFL) & O_NONBLOCK != 0, "The flag is shared with whoever set it")
        close(reader)
    }

    @Test("A file that is read in part is read on from there, and stays open for its owner")
    func readOn() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try Data("first\nsecond\n".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let descriptor = open(path, O_RDONLY)
        var first = [UInt8](repeating: 0, count: 6)
        #expect(read(descriptor, &first, 6) == 6)
        #expect(try InputFile(duplicating: descriptor).read(upTo: 1000) == Array("second\n".utf8))
        #expect(close(descriptor) == 0)
        let refusal = #expect(throws: InputFile.Refusal.self) { try InputFile(duplicating: -1).read(upTo: 1) }
        #expect(refusal?.code == EBADF)
    }

    @Test("Who writes into a pipe learns that its reader is gone")
    func pipeWithoutReader() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        Self.keepFromChildren(ends)
        let descriptor = try PersonalFile.open("/dev/fd/\(ends[1])")
        close(ends[1])
        close(ends[0])
        var end = pollfd(fd: descriptor, events: 0, revents: 0)
        #expect(poll(&end, 1, 60_000) == 1)
        #expect(end.revents & Int16(POLLERR) != 0)
        close(descriptor)
    }

    @Test("A key is not overwritten, and what is written is its owner's alone")
    func secrets() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let key = "-----BEGIN PRIVATE KEY-----\nx\n"
        try Data(key.utf8).write(to: URL(filePath: path))
        #expect(throws: InputFile.Refusal.self) { try PersonalFile.write([0x78], to: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == key)
        try Data("old and long".utf8).write(to: URL(filePath: path))
        try PersonalFile.write(Array("new".utf8), to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
}
