#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Where a reader gets its bytes from: a file, standard input, or a closure.
public final class ByteSource {
    /// What errors call it.
    public let name: String
    /// The size of a plain file in octets; nil for anything else.
    public let size: Int?
    /// How many octets have been read.
    package private(set) var position = 0
    private let pull: (UnsafeMutableRawBufferPointer) throws(RosterFailure) -> Int
    private let close: () -> Void

    /// A closure that writes at least one octet into the buffer and says how many, or 0 at the end.
    package init(
        name: String, size: Int? = nil, pull: @escaping (UnsafeMutableRawBufferPointer) throws(RosterFailure) -> Int
    ) {
        self.name = name
        self.size = size
        self.pull = pull
        close = {}
    }

    /// A file; `-` is standard input.
    public init(path: String) throws(RosterFailure) {
        let isInput = path == "-"
        let descriptor = isInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BoundedFile.failure(path) }
        let shown = isInput ? "standard input" : path
        var status = stat()
        let isPlain = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        name = shown
        size = isPlain ? Int(status.st_size) : nil
        close = {
            if !isInput { systemClose(descriptor) }
        }
        pull = { buffer throws(RosterFailure) in
            let count = BoundedFile.systemRead(descriptor, into: buffer)
            guard count >= 0 else { throw BoundedFile.failure(shown) }
            return count
        }
    }

    deinit { close() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RosterFailure) -> Int {
        let count = min(max(0, try pull(buffer)), buffer.count)
        position += count
        return count
    }
}

/// `close(2)`, whose name is taken inside the class.
private func systemClose(_ descriptor: Int32) {
    _ = close(descriptor)
}
