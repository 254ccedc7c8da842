#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file that is written for its owner alone: whom a mailing reaches is nobody else's business.
public enum PersonalFile {
    /// Opens it with mode 0600, emptied, or at its end. What is there already gets that mode too; a database or a key is
    /// left as it is, and so is what is no file. `/dev/null` and `/dev/stdout` are taken.
    ///
    /// - Parameter source: a file that is being read, and must not be the one that is written.
    /// - Returns: the descriptor.
    public static func open(
        _ path: String, appending: Bool = false, sparing source: String? = nil
    ) throws(InputFile.Refusal) -> Int32 {
        var other = stat()
        if let source, FileIdentity.areSame(source, path), stat(path, &other) == 0, other.st_mode & S_IFMT == S_IFREG {
            throw InputFile.Refusal("this is the file that is read; name another")
        }
        if stat(path, &other) == 0, OpenDatabases.contain(other) {
            throw InputFile.Refusal("this is a database, which is not overwritten; name another file")
        }
        // Not emptied yet, for it may be the wrong one; without O_NONBLOCK the open of a FIFO waits for a reader. Not for
        // reading: who has a pipe open so never learns that its reader is gone.
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (appending ? O_APPEND : 0)
        let descriptor = systemOpen(path, flags)
        guard descriptor >= 0 else {
            throw errno == ENXIO ? InputFile.Refusal("this is a FIFO or a socket, and no file") : .init(code: errno)
        }
        do throws(InputFile.Refusal) {
            try prepare(descriptor, path, appending: appending)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func prepare(
        _ descriptor: Int32, _ path: String, appending: Bool
    ) throws(InputFile.Refusal) {
        let isOpenAlready = InputFile.isOpenAlready(path)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw InputFile.Refusal(code: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            if let secret = SecretContent(start: try start(of: path, status)) {
                throw InputFile.Refusal("this is \(secret.rawValue), which is not overwritten; name another file")
            }
            if status.st_uid == geteuid(), status.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
            guard appending || ftruncate(descriptor, 0) == 0 else { throw InputFile.Refusal(code: errno) }
        case S_IFCHR where InputFile.isNull(status): break
        case S_IFCHR where isOpenAlready, S_IFIFO where isOpenAlready: break
        case S_IFIFO: throw InputFile.Refusal("this is a FIFO, and no file")
        default: throw InputFile.Refusal("this is a device or a socket, and no file")
        }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    }

    /// Its first octets; none where it cannot be read.
    private static func start(of path: String, _ status: stat) throws(InputFile.Refusal) -> ArraySlice<UInt8> {
        let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        guard FileIdentity(descriptor: descriptor) == FileIdentity(status) else {
            throw InputFile.Refusal("another file took its place meanwhile; try again")
        }
        var start = [UInt8](repeating: 0, count: SecretContent.length)
        let count = start.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        return start.prefix(max(0, count))
    }

    /// Writes all of it.
    public static func write(
        _ bytes: [UInt8], to path: String, sparing source: String? = nil
    ) throws(InputFile.Refusal) {
        let descriptor = try open(path, sparing: source)
        defer { close(descriptor) }
        var at = 0
        while at < bytes.count {
            let count = bytes.withUnsafeBytes {
                systemWrite(descriptor, $0.baseAddress?.advanced(by: at), $0.count - at)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw InputFile.Refusal(code: errno) }
            at += count
        }
    }
}

/// `open(2)` and `write(2)`, whose names are taken inside the type.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags, 0o600) }

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
