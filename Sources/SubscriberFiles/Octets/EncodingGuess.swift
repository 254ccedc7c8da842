import FanmailBasics

/// Tells UTF-8 from Windows-1252 by all that lies beyond ASCII, and turns the latter into UTF-8.
///
/// A file is looked at whole as soon as something in it is no UTF-8, what comes through a pipe as far as `window`.
final class EncodingGuess {
    /// How much is kept in memory to look ahead, in octets, where the file cannot be read twice.
    static let window = 1 << 20
    /// So many times as many octets that are no UTF-8 as characters that are: those came about by chance.
    private static let chance = 10

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
        ByteSource(name: input.name, size: input.size) { buffer throws(InputFailure) in
            try self.read(into: buffer)
        }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputFailure) -> Int {
        if let decided { return try decided.read(into: buffer) }
        let count = try input.read(into: buffer)
        guard let first = buffer[..<count].firstIndex(where: { $0 >= 0x80 }) else { return count }
        var rest = Array(buffer[first..<count])
        try fill(&rest, upTo: 4)
        var census = UTF8Census()
        if UTF8Census.beginsWithUTF8(rest) {
            decided = input.replaying(rest)
        } else {
            if input.canPeek {
                census.count(rest)
                try peek(&census)
            } else {
                try fill(&rest, upTo: Self.window)
                census.count(rest)
            }
            census.finish()
            let replayed = input.replaying(rest)
            if census.invalid <= census.valid * Self.chance {
                decided = replayed
            } else {
                guessed(.windows1252)
                decided = Transcoder(replayed, .windows1252).source
            }
        }
        return first > 0 ? first : try decided?.read(into: buffer) ?? 0
    }

    /// Reads on until there are so many octets, or no more.
    private func fill(_ bytes: inout [UInt8], upTo wanted: Int) throws(InputFailure) {
        var chunk = [UInt8](repeating: 0, count: min(wanted, 64 << 10))
        while bytes.count < wanted {
            let count = try Self.read(from: input, into: &chunk)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
    }

    private func peek(_ census: inout UTF8Census) throws(InputFailure) {
        var chunk = [UInt8](repeating: 0, count: 256 << 10)
        var offset = input.position
        while true {
            let count = try input.peek(at: offset, into: &chunk)
            if count == 0 { break }
            census.count(chunk[..<count])
            offset += count
        }
    }

    private static func read(from input: ByteSource, into bytes: inout [UInt8]) throws(InputFailure) -> Int {
        var failure: InputFailure?
        let count = bytes.withUnsafeMutableBytes { buffer in
            do throws(InputFailure) { return try input.read(into: buffer) } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return count
    }
}

/// Counts what is UTF-8 beyond ASCII and what is not, in pieces.
struct UTF8Census {
    /// Characters of two octets and more.
    private(set) var valid = 0
    /// Octets that belong to none.
    private(set) var invalid = 0
    private var carried: [UInt8] = []

    mutating func count(_ bytes: some Collection<UInt8>) {
        var text = carried
        carried = []
        text.append(contentsOf: bytes)
        text.withUnsafeBufferPointer { text in
            var index = 0
            while index < text.count {
                guard text[index] >= 0x80 else {
                    index += 1
                    continue
                }
                if let length = Self.length(text[index...]) {
                    valid += 1
                    index += length
                } else if text.count - index < 4 {
                    // Perhaps the rest of it is in the next piece.
                    carried = Array(text[index...])
                    return
                } else {
                    invalid += 1
                    index += 1
                }
            }
        }
    }

    /// Nothing follows.
    mutating func finish() {
        invalid += carried.count { $0 >= 0x80 }
        carried = []
    }

    static func beginsWithUTF8(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { length($0[...]) != nil }
    }

    /// The octets of the character beyond ASCII that begins here.
    private static func length(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        (2...4).first { $0 <= bytes.count && TextEncodingCheck.isUTF8(UnsafeBufferPointer(rebasing: bytes.prefix($0))) }
    }
}
