import NIOCore
import SMTPProtocol

/// What a server makes of the octets behind DATA, read by the rule of RFC 5321, 4.5.2 and by nothing of the encoder's.
///
/// - Returns: the message, and how many octets stand behind the first terminator; nil when there is none.
private func received(_ wire: [UInt8]) -> (message: [UInt8], behind: Int)? {
    var message: [UInt8] = []
    var lineStart = 0
    for place in wire.indices where place > lineStart && wire[place] == 0x0A && wire[place - 1] == 0x0D {
        let line = wire[lineStart...place]
        lineStart = place + 1
        if line.elementsEqual([0x2E, 0x0D, 0x0A]) { return (message, wire.count - lineStart) }
        message += line.first == 0x2E ? line.dropFirst() : line
    }
    return nil
}

/// The terminators that some server somewhere took for the end of data (CVE-2023-51764 and its kin), and the true one.
private let terminators: [[UInt8]] = [
    [0x0A, 0x2E, 0x0A], [0x0A, 0x2E, 0x0D, 0x0A], [0x0D, 0x2E, 0x0D], [0x0D, 0x0A, 0x2E, 0x0D],
    [0x0D, 0x0A, 0x00, 0x2E, 0x0D, 0x0A],
]

private func contains(_ bytes: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0...].starts(with: wanted) }
}

/// Whether the octets can be sent as they are: CR and LF in pairs only, no NUL, no line over 998 octets.
private func isSendable(_ message: [UInt8]) -> Bool {
    var length = 0
    for place in message.indices {
        switch message[place] {
        case 0x00: return false
        case 0x0D: guard place + 1 < message.count, message[place + 1] == 0x0A else { return false }
        case 0x0A:
            guard place > 0, message[place - 1] == 0x0D else { return false }
            length = 0
        default: length += 1
        }
        if length > 998 { return false }
    }
    return true
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEncodedContent(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let message = Array(UnsafeBufferPointer(start: start, count: count))
    guard let content = try? EncodedContent(message) else {
        precondition(!isSendable(message), "a message that breaks no rule was refused")
        return 0
    }
    precondition(isSendable(message), "a message that breaks a rule was taken")
    let wire = Array(content.buffer.readableBytesView)
    guard let (back, behind) = received(wire) else { preconditionFailure("the wire has no end of data") }
    precondition(behind == 0, "the end of data is not at the end")
    let isEnded = message.isEmpty || message.suffix(2) == [0x0D, 0x0A]
    precondition(back == (isEnded ? message : message + [0x0D, 0x0A]), "un-stuffed it is another message")
    precondition(content.size == back.count, "SIZE counts something else")
    precondition(content.is8Bit == message.contains { $0 > 0x7F }, "8-bit or not")
    // The end of the line before the terminator belongs to the message; a dot behind it is the only one that stands alone.
    for terminator in terminators {
        precondition(!contains(wire.dropLast(3), terminator), "another server could see the end of data earlier")
    }
    return 0
}
