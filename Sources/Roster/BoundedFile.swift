#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A small text file, read whole.
package enum BoundedFile {
    /// What a list file or a configuration may hold at most.
    package static let limit = 1 << 20

    /// The text; refuses what is larger than `limit` octets or not UTF-8.
    package static func text(of path: String, limit: Int = limit) throws(RosterFailure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, into: $0) }
            guard count >= 0 else { throw failure(path) }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else {
                throw RosterFailure(.input, path, "the file is larger than \(limit >> 20) MiB; is it the right one?")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RosterFailure(.input, path, "the file is not UTF-8; save it as UTF-8")
        }
        return text
    }

    /// `read(2)`, begun again when a signal interrupts it; -1 and `errno` on failure.
    static func systemRead(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// What `errno` says about a path.
    static func failure(_ path: String) -> RosterFailure {
        switch errno {
        case ENOENT, ENOTDIR: RosterFailure(.notFound, path, "there is no such file")
        case EACCES, EPERM: RosterFailure(.unreadable, path, "permission to read the file is denied")
        case EISDIR: RosterFailure(.unreadable, path, "this is a directory; name a file in it")
        case let code: RosterFailure(.unreadable, path, "the file cannot be read: \(String(cString: strerror(code)))")
        }
    }
}
