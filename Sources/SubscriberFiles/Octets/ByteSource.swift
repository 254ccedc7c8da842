public import FanmailBasics

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
    private let pull: (UnsafeMutableRawBufferPointer) throws(InputFailure) -> Int
    /// Reads at a place, whatever was read before; nil where that cannot be done.
    private let pullAt: ((UnsafeMutableRawBufferPointer, Int) throws(InputFailure) -> Int)?
    private let close: () -> Void

    /// A closure that writes at least one octet into the buffer and says how many, or 0 at the end.
    package init(
        name: String, size: Int? = nil, pull: @escaping (UnsafeMutableRawBufferPointer) throws(InputFailure) -> Int
    ) {
        self.name = name
        self.size = size
        self.pull = pull
        pullAt = nil
        close = {}
    }

    /// The same octets with some of them given back, of a file that may still be peeked into.
    init(_ original: ByteSource, replaying head: [UInt8]) {
        var rest = head[...]
        name = original.name
        size = original.size
        position = original.position - head.count
        pull = { buffer throws(InputFailure) in
            guard !rest.isEmpty else { return try original.read(into: buffer) }
            let part = rest.prefix(buffer.count)
            buffer.copyBytes(from: part)
            rest = rest.dropFirst(part.count)
            return part.count
        }
        pullAt = original.pullAt
        close = {}
    }

    /// A file; `-` is standard input.
    public init(path: String) throws(InputFailure) {
        let isInput = path == "-"
        let shown = isInput ? "standard input" : path
        name = shown
        let descriptor: Int32
        if isInput {
            descriptor = STDIN_FILENO
            var status = stat()
            size = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
            close = {}
        } else {
            do throws(InputFile.Refusal) {
                let file = try InputFile(path, allowsPipes: true)
                size = file.size
                descriptor = file.released()
            } catch {
                throw BoundedFile.failure(path, error)
            }
            close = { systemClose(descriptor) }
        }
        pull = { buffer throws(InputFailure) in
            let count = BoundedFile.systemRead(descriptor, into: buffer)
            guard count >= 0 else { throw BoundedFile.failure(shown) }
            return count
        }
        guard size != nil, !isInput else {
            pullAt = nil
            return
        }
        pullAt = { buffer, offset throws(InputFailure) in
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            guard count >= 0 else { throw BoundedFile.failure(shown) }
            return count
        }
    }

    /// Whether ``peek(at:into:)`` works: for a plain file.
    var canPeek: Bool { pullAt != nil }

    /// Reads at a place of the file, without going there; 0 at the end.
    func peek(at offset: Int, into bytes: inout [UInt8]) throws(InputFailure) -> Int {
        guard let pullAt else { return 0 }
        var failure: InputFailure?
        let count = bytes.withUnsafeMutableBytes { buffer in
            do throws(InputFailure) { return try pullAt(buffer, offset) } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return count
    }

    deinit { close() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputFailure) -> Int {
        let count = min(max(0, try pull(buffer)), buffer.count)
        position += count
        return count
    }
}

/// `close(2)`, whose name is taken inside the class.
private func systemClose(_ descriptor: Int32) {
    _ = close(descriptor)
}
