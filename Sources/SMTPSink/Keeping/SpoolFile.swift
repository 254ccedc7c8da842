#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file without a name for the octets of one message, which goes when nobody looks at it any more.
final class SpoolFile: Sendable {
    private let descriptor: Int32

    /// - Returns: nil where no file can be made.
    init?(in directory: String) {
        var template = Array("\(directory)/fanmail-sink-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
    }

    deinit { close(descriptor) }

    /// False when not all of it could be written.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        while at < bytes.count {
            let count = write(descriptor, bytes.baseAddress?.advanced(by: at), bytes.count - at)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            at += count
        }
        return true
    }

    /// False when it cannot be read to its end.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var at = 0
        while true {
            let count = chunk.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(at)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 }
            chunk.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            at += count
        }
    }
}
