/// A 64-bit digest that tells messages apart in a record (FNV-1a with a final mix); no protection against anybody.
package struct Digest64: Sendable {
    /// FNV-1a so far, as others make it: the same in every process.
    package private(set) var state: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    package init(_ bytes: some Sequence<UInt8>, seed: UInt64) {
        state ^= seed &* 0x9E37_79B9_7F4A_7C15
        for byte in bytes { add(byte) }
    }

    package mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { add(byte) }
    }

    /// The digest so far, well mixed.
    package var value: UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package var hex: String { Hex.padded(value, width: 16) }
}
