import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The databases that this process has open, which nobody else in it may open: whoever closes any descriptor of a file
/// gives up all the POSIX locks that the process has on it, those of SQLite included.
public enum OpenDatabases {
    private static let paths = Mutex<[String: Int]>([:])

    public static func add(_ path: String) { paths.withLock { $0[path, default: 0] += 1 } }

    public static func remove(_ path: String) {
        paths.withLock { paths in
            guard let count = paths[path] else { return }
            paths[path] = count > 1 ? count - 1 : nil
        }
    }

    /// Whether this is one of them, or one of the files beside it that have locks too, by whatever name.
    static func contain(_ status: stat) -> Bool {
        guard status.st_mode & S_IFMT == S_IFREG else { return false }
        let file = FileIdentity(status)
        return paths.withLock { paths in
            paths.keys.contains { path in
                ["", "-shm", "-wal"].contains { FileIdentity(path: path + $0) == file }
            }
        }
    }
}
