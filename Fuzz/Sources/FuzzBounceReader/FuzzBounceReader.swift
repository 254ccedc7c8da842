import Bounces

/// The input is a message that came in.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBounceReader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let message = Array(UnsafeBufferPointer(start: start, count: count))
    let reading = BounceReading(reading: message)
    precondition(!reading.steps.isEmpty, "how it was read is not told")
    for one in reading.recipients {
        guard let address = one.address else { continue }
        precondition(address.utf8.contains(UInt8(ascii: "@")), "\(address) is no address")
        precondition(address.utf8.count <= 4 * count, "an address out of nothing")
        precondition(one.remark.text.utf8.count <= 6_000, "a remark without bounds")
    }
    let again = BounceReading(reading: message)
    precondition(again.recipients == reading.recipients && again.nature == reading.nature, "it reads otherwise again")

    // Whatever lines end in, a message says the same; a bare CR in it is an end of a line as well.
    guard !message.contains(0x0D), !message.contains(0) else { return 0 }
    let other = BounceReading(reading: message.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
    precondition(other.nature == reading.nature, "line ends change what it is")
    return 0
}
