/// A line with several people: `Ada <ada@x.example>, Bob <bob@x.example>; carl@x.example`.
///
/// Keeps its own octets, since those of the row are gone when the next one is asked for.
final class AddressLine {
    private let octets: UnsafeMutableBufferPointer<UInt8>
    private var pieces: [Range<Int>]

    /// The people in the fields of one row; nil where they are not all of them addresses, or fewer than two.
    init?(_ fields: [[UInt8]]) {
        var texts: [[UInt8]] = []
        for field in fields { texts += Self.split(field) }
        texts = Self.joined(texts)
        guard texts.count > 1, texts.allSatisfy({ $0.contains(UInt8(ascii: "@")) }) else { return nil }
        pieces = []
        octets = .allocate(capacity: texts.reduce(0) { $0 + $1.count })
        var end = 0
        for text in texts {
            for byte in text {
                octets.initializeElement(at: end, to: byte)
                end += 1
            }
            pieces.append((end - text.count)..<end)
        }
        pieces.reverse()
    }

    deinit { octets.deallocate() }

    /// The next of them, which lives as long as this object; nil behind the last.
    func next() -> UnsafeMutableBufferPointer<UInt8>? {
        pieces.popLast().map { UnsafeMutableBufferPointer(rebasing: octets[$0]) }
    }

    /// At commas and semicolons that are neither in quotes nor in angle brackets.
    private static func split(_ field: [UInt8]) -> [[UInt8]] {
        var parts: [[UInt8]] = [[]]
        var (isQuoted, isBracketed) = (false, false)
        for byte in field {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "<"): isBracketed = !isQuoted
            case UInt8(ascii: ">"): isBracketed = false
            case UInt8(ascii: ","), UInt8(ascii: ";"):
                if !isQuoted, !isBracketed {
                    parts.append([])
                    continue
                }
            default: break
            }
            parts[parts.count - 1].append(byte)
        }
        return parts
    }

    /// Without blank ones; the surname in front of a comma, `Lovelace, Ada <ada@x.example>`, goes with the rest.
    private static func joined(_ texts: [[UInt8]]) -> [[UInt8]] {
        var result: [[UInt8]] = []
        for text in texts {
            let bare = Array(text.drop { $0 <= 0x20 })
            guard bare.contains(where: { $0 > 0x20 }) else { continue }
            if let last = result.last, !last.contains(UInt8(ascii: "@")), bare.contains(UInt8(ascii: "<")) {
                result[result.count - 1] = last + Array(", ".utf8) + bare
            } else {
                result.append(bare)
            }
        }
        return result
    }
}
