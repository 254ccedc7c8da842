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
    package static func text(of path: String, limit: Int = limit) throws(InputFailure) -> String {
        let bytes: [UInt8]
        do throws(InputFile.Refusal) {
            bytes = try InputFile(path, allowsPipes: true).read(upTo: limit + 1)
        } catch {
            throw failure(path, error)
        }
        guard bytes.count <= limit else {
            throw InputFailure(.input, path, "the file is larger than \(limit >> 20) MiB; is it the right one?")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw InputFailure(.input, path, "the file is not UTF-8; save it as UTF-8")
        }
        return text
    }

    /// `read(2)`, begun again when a signal interrupts it; -1 and `errno` on failure.
    package static func systemRead(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// What is wrong with a path.
    package static func failure(_ path: String, _ refusal: InputFile.Refusal) -> InputFailure {
        guard refusal.code != 0 else { return InputFailure(.unreadable, path, refusal.reason) }
        errno = refusal.code
        return failure(path)
    }

    /// What `errno` says about a path.
    package static func failure(_ path: String) -> InputFailure {
        switch errno {
        case ENOENT, ENOTDIR: InputFailure(.notFound, path, FileGuess.nothing(at: path))
        case EACCES, EPERM: InputFailure(.unreadable, path, "permission to read the file is denied")
        case EISDIR: InputFailure(.unreadable, path, "this is a directory; name a file in it")
        case let code: InputFailure(.unreadable, path, "the file cannot be read: \(String(cString: strerror(code)))")
        }
    }
}
