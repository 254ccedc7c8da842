#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file that is read, opened so that nothing hangs: a FIFO or a device that a path names is refused, not waited for.
public struct InputFile: ~Copyable {
    /// Why a path cannot be read or written.
    public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        /// `errno`; 0 where the system would have opened it.
        public let code: Int32
        /// A clause for a person, with what to do.
        public let reason: String

        public var description: String { reason }

        /// There is no such file, which is another matter than one that cannot be read.
        package var isAboutNothing: Bool { code == ENOENT || code == ENOTDIR }

        package init(_ reason: String) {
            code = 0
            self.reason = reason
        }

        static let openDatabase = Refusal("this is a database that is in use; name another file")

        init(code: Int32) {
            self.code = code
            reason =
                switch code {
                case ENOENT, ENOTDIR: "there is no such file"
                case EACCES, EPERM: "permission is denied"
                case EISDIR: "this is a directory; name a file in it"
                case ELOOP: "symbolic links lead nowhere here"
                default: String(cString: strerror(code))
                }
        }
    }

    public let descriptor: Int32
    /// In octets; nil for a pipe that a shell made, and for standard input.
    public let size: Int?

    /// - Parameter allowsPipes: takes `/dev/fd/63` and `/dev/stdin`, which are open already.
    public init(_ path: String, allowsPipes: Bool = false) throws(Refusal) {
        var status = stat()
        let isOpenDatabase = stat(path, &status) == 0 && OpenDatabases.contain(status)
        // Without O_NONBLOCK the open of a FIFO waits for a writer.
        descriptor = isOpenDatabase ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard !isOpenDatabase else { throw Refusal.openDatabase }
        guard descriptor >= 0 else {
            // A socket cannot be opened.
            throw errno == ENXIO ? Refusal("this is no regular file") : Refusal(code: errno)
        }
        do throws(Refusal) {
            size = try Self.judge(descriptor, isOpenAlready: allowsPipes && Self.isOpenAlready(path))
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// A file in a folder, to which no symbolic link leads from there: what was judged is what is opened.
    ///
    /// - Parameter components: of the path from the folder to the file.
    public init(beneath folder: String, _ components: [String]) throws(Refusal) {
        var place = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        var isOpenDatabase = false
        for (index, component) in components.enumerated() where place >= 0 {
            let isLast = index == components.count - 1
            var status = stat()
            isOpenDatabase =
                fstatat(place, component, &status, AT_SYMLINK_NOFOLLOW) == 0 && OpenDatabases.contain(status)
            let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | (isLast ? O_NONBLOCK : O_DIRECTORY)
            let next = isOpenDatabase ? -1 : openat(place, component, flags)
            let code = errno
            close(place)
            errno = code
            place = next
        }
        descriptor = place
        guard !isOpenDatabase else { throw Refusal.openDatabase }
        guard descriptor >= 0 else { throw errno == ENXIO ? Refusal("this is no regular file") : Refusal(code: errno) }
        do throws(Refusal) {
            size = try Self.judge(descriptor, isOpenAlready: false)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// What is open already, whatever it is and whoever made it: nothing is opened by name, which a pipe of another user
    /// or a socket refuses, and reading goes on where it stands.
    init(duplicating open: Int32) throws(Refusal) {
        descriptor = fcntl(open, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { throw Refusal(code: errno) }
        size = nil
    }

    public static func standardInput() throws(Refusal) -> InputFile { try InputFile(duplicating: STDIN_FILENO) }

    deinit { close(descriptor) }

    /// The descriptor, which is to be closed by whoever asks.
    public consuming func released() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }

    /// Whether the path names a descriptor of this process.
    static func isOpenAlready(_ path: String) -> Bool {
        ["/dev/fd/", "/proc/self/fd/", "/dev/stdin", "/dev/stdout", "/dev/stderr"].contains { path.hasPrefix($0) }
    }

    private static func judge(_ descriptor: Int32, isOpenAlready: Bool) throws(Refusal) -> Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Refusal(code: errno) }
        return try judge(status, descriptor, isOpenAlready: isOpenAlready)
    }

    /// Why the file of a path is not one to be read, judged without opening it.
    ///
    /// - Throws: also where there is none.
    public static func judge(_ path: String) throws(Refusal) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Refusal(code: errno) }
        _ = try judge(status, nil, isOpenAlready: false)
    }

    private static func judge(_ status: stat, _ descriptor: Int32?, isOpenAlready: Bool) throws(Refusal) -> Int? {
        switch status.st_mode & S_IFMT {
        case S_IFREG: return Int(status.st_size)
        case S_IFDIR: throw Refusal(code: EISDIR)
        case _ where isOpenAlready:
            if let descriptor { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) }
            return nil
        case S_IFIFO: throw Refusal("this is a FIFO; write into a file, or give it as standard input (-)")
        case S_IFCHR where isNull(status): return 0
        default: throw Refusal("this is a device, and no regular file")
        }
    }

    static func isNull(_ status: stat) -> Bool {
        var null = stat()
        return stat("/dev/null", &null) == 0 && null.st_rdev == status.st_rdev
    }

    /// What is in it, to so many octets.
    public func read(upTo limit: Int) throws(Refusal) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(limit, max(size ?? 0, 4096)))
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < limit {
            let wanted = min(limit - bytes.count, chunk.count)
            let count = try chunk.withUnsafeMutableBytes {
                read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<wanted]))
            }.get()
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return bytes
    }

    /// Reads what comes next, at least one octet.
    ///
    /// - Returns: how many octets; 0 at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) -> Result<Int, Refusal> {
        while true {
            let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return .success(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                // Standard input that somebody made non-blocking.
                var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&wanted, 1, -1)
            case let code: return .failure(Refusal(code: code))
            }
        }
    }
}

/// `read(2)`, whose name is taken inside the type.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
