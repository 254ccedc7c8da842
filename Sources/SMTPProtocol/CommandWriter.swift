import MailCore
import NIOCore

/// Writes commands. What could end a line early never reaches it: callers check with ``isSafe(_:)`` before.
enum CommandWriter {
    /// No control octet is among them, so none of them can begin a command of its own.
    static func isSafe(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    static func mail(_ slot: TransactionSlot, _ capabilities: Capabilities, into buffer: inout ByteBuffer) {
        buffer.writeStaticString("MAIL FROM:<")
        buffer.writeString(slot.transaction.reversePath.address)
        buffer.writeStaticString(">")
        if capabilities.size != nil { buffer.writeString(" SIZE=\(slot.transaction.content.size)") }
        if slot.transaction.content.is8Bit, capabilities.eightBitMIME { buffer.writeStaticString(" BODY=8BITMIME") }
        buffer.writeStaticString("\r\n")
    }

    /// RCPT for the recipients offered with these numbers.
    static func recipients(_ slot: TransactionSlot, _ offered: Range<Int>, into buffer: inout ByteBuffer) {
        let batch = slot.transaction.recipients
        buffer.reserveCapacity(minimumWritableBytes: batch.bytes.count + offered.count * 12)
        batch.bytes.withUnsafeBytes { bytes in
            batch.ends.withUnsafeBufferPointer { ends in
                for number in offered {
                    let index = slot.index(of: number)
                    let start = index == 0 ? 0 : Int(ends[index - 1])
                    buffer.writeStaticString("RCPT TO:<")
                    buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[start..<Int(ends[index])]))
                    buffer.writeStaticString(">\r\n")
                }
            }
        }
    }
}
