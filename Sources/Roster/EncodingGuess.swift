/// Tells UTF-8 from Windows-1252 by the first character beyond ASCII, and turns the latter into UTF-8.
final class EncodingGuess {
    private let input: ByteSource
    private let guessed: (TextEncoding) -> Void
    /// What is read from once it is told; nil before.
    private var decided: ByteSource?

    init(_ input: ByteSource, _ guessed: @escaping (TextEncoding) -> Void) {
        self.input = input
        self.guessed = guessed
    }

    /// The text; it keeps this alive.
    var source: ByteSource {
        ByteSource(name: input.name, size: input.size) { buffer throws(RosterFailure) in
            try self.read(into: buffer)
        }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) throws(RosterFailure) -> Int {
        if let decided { return try decided.read(into: buffer) }
        let count = try input.read(into: buffer)
        guard let first = buffer[..<count].firstIndex(where: { $0 >= 0x80 }) else { return count }
        var rest = Array(buffer[first..<count])
        // The longest character of UTF-8.
        while rest.count < 4 {
            var more: [UInt8] = [0, 0, 0, 0]
            let count = try Self.read(from: input, into: &more)
            if count == 0 { break }
            rest += more[..<count]
        }
        let replayed = input.replaying(rest)
        // A byte order mark is no character of the text, but it tells.
        if Self.beginsWithUTF8(rest) {
            decided = replayed
        } else {
            guessed(.windows1252)
            decided = Transcoder(replayed, .windows1252).source
        }
        return first > 0 ? first : try decided?.read(into: buffer) ?? 0
    }

    private static func beginsWithUTF8(_ bytes: [UInt8]) -> Bool {
        (2...4).contains { length in
            length <= bytes.count && bytes[..<length].withUnsafeBufferPointer(TextEncodingCheck.isUTF8)
        }
    }

    private static func read(from input: ByteSource, into bytes: inout [UInt8]) throws(RosterFailure) -> Int {
        var failure: RosterFailure?
        let count = bytes.withUnsafeMutableBytes { buffer in
            do throws(RosterFailure) { return try input.read(into: buffer) } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return count
    }
}
