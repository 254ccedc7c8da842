package import FanmailBasics

/// How the text of a file is encoded.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case utf16 = "utf-16"
    case latin1 = "latin-1"
    case windows1252 = "windows-1252"
}

extension ByteSource {
    /// The same with its first octets looked at: `isJSON` when they begin an object or an array; what is packed with gzip
    /// is unpacked; UTF-16 with a mark, or another encoding that is named, becomes UTF-8.
    ///
    /// - Parameter guessed: called when what lies beyond ASCII shows that this is not UTF-8, and is read as Windows-1252,
    ///   of which Latin-1 is a part. Without it, rows beyond ASCII of such a file are refused by whoever reads them.
    package func decoded(
        as encoding: TextEncoding? = nil, guessed: ((TextEncoding) -> Void)? = nil, unpacks: Bool = true
    ) throws(InputFailure) -> (source: ByteSource, isJSON: Bool) {
        var head = [UInt8](repeating: 0, count: 4096)
        var count = 0
        while count < 64 {
            let read = try pull(into: &head, at: count)
            if read == 0 { break }
            count += read
        }
        head.removeLast(head.count - count)
        // Once: what was packed twice has no end to be sure of.
        if unpacks, head.starts(with: [0x1F, 0x8B]) {
            return try Gunzip(replaying(head)).source.decoded(as: encoding, guessed: guessed, unpacks: false)
        }
        var encoding = encoding
        if encoding == nil, head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]),
            !head.starts(with: [0xFF, 0xFE, 0, 0])
        {
            encoding = .utf16
        }
        let plain = replaying(head)
        guard let encoding, encoding != .utf8 else {
            let text = head.starts(with: TextEncodingCheck.byteOrderMark) ? head.dropFirst(3) : head[...]
            let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
            let isArchive = head.starts(with: TextEncodingCheck.archive)
            guard encoding == nil, !isJSON, !isArchive, let guessed else { return (plain, isJSON) }
            return (EncodingGuess(plain, guessed).source, false)
        }
        let decoded = Transcoder(plain, encoding).source
        return try decoded.decoded(as: .utf8, unpacks: false)
    }

    /// The same, and its first octets.
    func peeked() throws(InputFailure) -> (source: ByteSource, head: [UInt8]) {
        var head = [UInt8](repeating: 0, count: 4096)
        var count = 0
        while count < head.count {
            let read = try pull(into: &head, at: count)
            if read == 0 { break }
            count += read
        }
        head.removeLast(head.count - count)
        return (replaying(head), head)
    }

    private func pull(into bytes: inout [UInt8], at start: Int) throws(InputFailure) -> Int {
        var failure: InputFailure?
        let count = bytes.withUnsafeMutableBytes { buffer in
            do throws(InputFailure) {
                return try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return count
    }

    func replaying(_ head: [UInt8]) -> ByteSource { ByteSource(self, replaying: head) }
}

/// Turns another encoding into UTF-8, a piece at a time.
final class Transcoder {
    private let input: ByteSource
    private let encoding: TextEncoding
    private var raw = [UInt8](repeating: 0, count: 16 << 10)
    private var carried: [UInt8] = []
    private var ready: [UInt8] = []
    private var isBigEndian: Bool?

    init(_ input: ByteSource, _ encoding: TextEncoding) {
        self.input = input
        self.encoding = encoding
    }

    var source: ByteSource {
        ByteSource(name: input.name) { buffer throws(InputFailure) in
            while self.ready.isEmpty {
                guard try self.refill() else { return 0 }
            }
            let count = min(buffer.count, self.ready.count)
            buffer.copyBytes(from: self.ready[..<count])
            self.ready.removeFirst(count)
            return count
        }
    }

    private func refill() throws(InputFailure) -> Bool {
        let input = input
        var failure: InputFailure?
        let count = raw.withUnsafeMutableBytes { buffer in
            do throws(InputFailure) { return try input.read(into: buffer) } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        var bytes = carried + raw[..<count]
        carried = []
        guard !bytes.isEmpty else { return false }
        switch encoding {
        case .utf8: ready = bytes
        case .latin1: ready = bytes.flatMap { Array(String(Unicode.Scalar($0)).utf8) }
        case .windows1252: ready = bytes.flatMap { Array(String(Windows1252.scalar($0)).utf8) }
        case .utf16:
            if isBigEndian == nil, bytes.count >= 2 {
                isBigEndian = bytes.starts(with: [0xFE, 0xFF])
                if isBigEndian == true || bytes.starts(with: [0xFF, 0xFE]) { bytes.removeFirst(2) }
            }
            if count == 0, bytes.count % 2 == 1 {
                throw InputFailure(
                    .input, input.name, "the file ends in the middle of a UTF-16 character; is it cut short?")
            }
            decode16(bytes, isAtEnd: count == 0)
        }
        return count > 0 || !ready.isEmpty
    }

    private func decode16(_ bytes: [UInt8], isAtEnd: Bool) {
        let isBig = isBigEndian ?? false
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            let (one, two) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isBig ? one << 8 | two : two << 8 | one)
        }
        if bytes.count % 2 == 1, !isAtEnd { carried = [bytes[bytes.count - 1]] }
        // Half a pair waits for its other half.
        if let last = units.last, (0xD800...0xDBFF).contains(last), !isAtEnd {
            units.removeLast()
            carried = Array(bytes[(units.count * 2)...])
        }
        ready = Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
