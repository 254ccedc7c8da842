/// The octets of a message that was taken, after dot-unstuffing; those of a long one lie in a file.
public struct KeptContent: Sendable {
    /// So many octets of a message are held in memory.
    static let memoryLimit = 256 << 10

    private var memory: [UInt8] = []
    private var file: SpoolFile?
    /// Something could not be written; what is here is not the message.
    private(set) var isBroken = false
    private(set) var count = 0

    init(_ memory: [UInt8] = []) {
        self.memory = memory
        count = memory.count
    }

    /// So many it has, whether or not they can be read.
    package var octetCount: Int { count }

    /// The message, or its beginning where it is long.
    var beginning: [UInt8] { memory }

    /// All of it at once.
    public var bytes: [UInt8] {
        guard file != nil else { return memory }
        var all: [UInt8] = []
        all.reserveCapacity(count)
        _ = forEachPiece { all.append(contentsOf: $0) }
        return all
    }

    /// Its octets in order, in pieces.
    ///
    /// - Returns: false when some could not be read.
    public func forEachPiece(_ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        guard !isBroken else { return false }
        memory.withUnsafeBytes(body)
        return file?.forEachPiece(body) ?? true
    }

    mutating func removeAll() {
        memory.removeAll(keepingCapacity: true)
        file = nil
        isBroken = false
        count = 0
    }

    mutating func append(_ piece: some Collection<UInt8>, spoolingTo directory: String) {
        count += piece.count
        guard file != nil || memory.count + piece.count > Self.memoryLimit else {
            memory.append(contentsOf: piece)
            return
        }
        guard !isBroken else { return }
        if file == nil { file = SpoolFile(in: directory) }
        let isWritten = piece.withContiguousStorageIfAvailable { file?.append(UnsafeRawBufferPointer($0)) == true }
        isBroken = !(isWritten ?? (file.map { file in Array(piece).withUnsafeBytes { file.append($0) } } ?? false))
    }
}
