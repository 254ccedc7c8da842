/// The ways a run of bytes can arrive: whole, byte by byte, and cut in two at every point.
enum Cuts {
    static func all(of bytes: [UInt8]) -> [[[UInt8]]] {
        let halves = bytes.indices.dropFirst().map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        return [[bytes], bytes.map { [$0] }] + halves
    }

    /// Some of them, for runs too long to be cut everywhere.
    static func around(_ places: [Int], of bytes: [UInt8]) -> [[[UInt8]]] {
        let near = places.flatMap { ($0 - 2)...($0 + 2) }.filter { $0 > 0 && $0 < bytes.count }
        return [[bytes], bytes.map { [$0] }] + near.map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
    }
}

/// SplitMix64: the same seed gives the same test on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
