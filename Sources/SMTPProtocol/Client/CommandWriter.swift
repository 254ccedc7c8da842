import NIOCore
import SMTPCore

/// Writes commands. What could end a line early never reaches it: callers check with ``isSafe(_:)`` before.
enum CommandWriter {
    /// No control octet is among them, so none of them can begin a command of its own.
    static func isSafe(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    static func mail(_ slot: TransactionSlot, _ capabilities: Capabilities, into buffer: inout ByteBuffer) {
        let transaction = slot.transaction
        buffer.writeStaticString("MAIL FROM:<")
        buffer.writeString(transaction.reversePath.address)
        buffer.writeStaticString(">")
        if capabilities.size != nil { buffer.writeString(" SIZE=\(transaction.content.size)") }
        if transaction.content.is8Bit, capabilities.eightBitMIME { buffer.writeStaticString(" BODY=8BITMIME") }
        if slot.needsSMTPUTF8 { buffer.writeStaticString(" SMTPUTF8") }
        if let dsn = transaction.dsn, capabilities.dsn {
            if let returned = dsn.returned { buffer.writeString(" RET=\(returned.rawValue)") }
            if let envelopeID = dsn.envelopeID {
                var text: [UInt8] = []
                XText.append(envelopeID.utf8, to: &text)
                buffer.writeStaticString(" ENVID=")
                buffer.writeBytes(text)
            }
        }
        buffer.writeStaticString("\r\n")
    }

    /// ORCPT, unless it is longer than a line may grow for it and NOTIFY, by 500 octets (RFC 3461, 3): who is meant is told
    /// by RCPT all the same.
    private static func originalRecipient(_ address: UnsafeRawBufferPointer, into buffer: inout ByteBuffer) {
        var text: [UInt8] = []
        XText.appendAddress(address, to: &text)
        guard text.count <= longestOriginalRecipient else { return }
        buffer.writeStaticString(" ORCPT=")
        buffer.writeBytes(text)
    }

    private static let longestOriginalRecipient = 478

    /// RCPT for the recipients offered with these numbers.
    static func recipients(
        _ slot: TransactionSlot, _ offered: Range<Int>, _ capabilities: Capabilities, into buffer: inout ByteBuffer
    ) {
        let batch = slot.transaction.recipients
        let dsn = capabilities.dsn ? slot.transaction.dsn : nil
        let notify = Array((dsn?.notify.map { " NOTIFY=\($0.keyword)" } ?? "").utf8)
        let given = dsn?.originalRecipient.flatMap { text -> [UInt8]? in
            let isWritable = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            return isWritable && text.utf8.count <= longestOriginalRecipient ? Array(" ORCPT=\(text)".utf8) : nil
        }
        let namesOriginal = given == nil && dsn?.namesOriginalRecipient ?? false
        let behind = namesOriginal ? notify + " ORCPT=rfc822;".utf8 : notify
        let perRecipient = 12 + behind.count + (namesOriginal ? 32 : 0)
        buffer.reserveCapacity(minimumWritableBytes: batch.bytes.count + offered.count * perRecipient)
        batch.bytes.withUnsafeBytes { bytes in
            batch.ends.withUnsafeBufferPointer { ends in
                for number in offered {
                    let index = slot.index(of: number)
                    let start = index == 0 ? 0 : Int(ends[index - 1])
                    let address = UnsafeRawBufferPointer(rebasing: bytes[start..<Int(ends[index])])
                    buffer.writeStaticString("RCPT TO:<")
                    buffer.writeBytes(address)
                    buffer.writeStaticString(">")
                    if namesOriginal, XText.isPlain(address) {
                        // The usual case, without a copy of its own.
                        buffer.writeBytes(behind)
                        buffer.writeBytes(address)
                    } else if dsn != nil {
                        buffer.writeBytes(notify)
                        if let given { buffer.writeBytes(given) }
                        if namesOriginal { originalRecipient(address, into: &buffer) }
                    }
                    buffer.writeStaticString("\r\n")
                }
            }
        }
    }
}
