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
