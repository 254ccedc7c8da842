/// Writes octets one behind the other into room that was made before, and traps where that is not enough.
///
/// For commands, of which there is one for each recipient: to append to a buffer costs more than the octets do.
struct OctetWriter {
    private let room: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(_ room: UnsafeMutableRawBufferPointer) { self.room = room }

    mutating func write(_ octets: UnsafeRawBufferPointer) {
        precondition(octets.count <= room.count - count, "no room for a command")
        UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: octets)
        count += octets.count
    }

    mutating func write(_ text: StaticString) {
        write(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    mutating func write(decimal value: Int) {
        var (rest, digits) = (value.magnitude, 1)
        while rest >= 10 { (rest, digits) = (rest / 10, digits + 1) }
        if value < 0 { write("-") }
        precondition(digits <= room.count - count, "no room for a command")
        rest = value.magnitude
        for place in (count..<(count + digits)).reversed() {
            room[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }
}
