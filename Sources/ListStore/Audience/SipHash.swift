/// SipHash-2-4 (Aumasson and Bernstein, 2012) of eight octets: the same on every machine and in every version, and even
/// over numbers that follow each other, which Swift's own hashes do not promise.
struct SipHash: Sendable {
    private let first: UInt64
    private let second: UInt64

    /// - Parameters:
    ///   - first: the first eight octets of the key, little-endian.
    ///   - second: the others.
    init(key first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }

    /// - Parameter word: the octets, little-endian.
    func hash(_ word: UInt64) -> UInt64 {
        var state = State(first, second)
        state.absorb(word)
        // The last block says how many octets there were.
        state.absorb(8 << 56)
        return state.value()
    }

    private struct State {
        var a, b, c, d: UInt64

        init(_ first: UInt64, _ second: UInt64) {
            a = first ^ 0x736F_6D65_7073_6575
            b = second ^ 0x646F_7261_6E64_6F6D
            c = first ^ 0x6C79_6765_6E65_7261
            d = second ^ 0x7465_6462_7974_6573
        }

        mutating func absorb(_ block: UInt64) {
            d ^= block
            round()
            round()
            a ^= block
        }

        mutating func value() -> UInt64 {
            c ^= 0xFF
            for _ in 0..<4 { round() }
            return a ^ b ^ c ^ d
        }

        private mutating func round() {
            a &+= b
            b = Self.rotated(b, 13) ^ a
            a = Self.rotated(a, 32)
            c &+= d
            d = Self.rotated(d, 16) ^ c
            a &+= d
            d = Self.rotated(d, 21) ^ a
            c &+= b
            b = Self.rotated(b, 17) ^ c
            c = Self.rotated(c, 32)
        }

        private static func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
    }
}
