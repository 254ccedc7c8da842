import NIOCore
import SMTPCore

/// Writes commands. What could end a line early never reaches it: callers check with ``isSafe(_:)`` before.
enum CommandWriter {
    /// No control octet is among them, so none of them can begin a command of its own.
    static func isSafe(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// The same of what stands between the angle brackets.
    static func isSafe(_ path: ReversePath) -> Bool {
        guard case .mailbox(let mailbox) = path else { return true }
        var (local, domain) = (mailbox.localPart, mailbox.domain)
        return local.withUTF8 { isSafe($0) } && domain.withUTF8 { isSafe($0) }
    }

    /// What suffices for MAIL beside the reverse-path and the envelope id.
    private static let longestMail = 128

    /// Writes MAIL, and counts it. By reference, since a copy of all that a slot holds costs as much as the command.
    static func mail(_ slot: inout TransactionSlot, _ capabilities: Capabilities, into buffer: inout ByteBuffer) {
        let dsn = capabilities.dsn ? slot.transaction.dsn : nil
        var path: (local: String, domain: String)?
        if case .mailbox(let mailbox) = slot.transaction.reversePath { path = (mailbox.localPart, mailbox.domain) }
        var length = longestMail + 3 * (dsn?.envelopeID?.utf8.count ?? 0)
        if let path { length += path.local.utf8.count + path.domain.utf8.count }
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: length) { room in
            var writer = OctetWriter(room)
            writer.write("MAIL FROM:<")
            if let path {
                writer.write(path.local)
                writer.write("@")
                writer.write(path.domain)
            }
            writer.write(">")
            if capabilities.size != nil {
                writer.write(" SIZE=")
                writer.write(decimal: slot.transaction.content.size)
            }
            if slot.transaction.content.is8Bit, capabilities.eightBitMIME { writer.write(" BODY=8BITMIME") }
            if slot.needsSMTPUTF8 { writer.write(" SMTPUTF8") }
            if let returned = dsn?.returned {
                writer.write(" RET=")
                writer.write(returned.rawValue)
            }
            if let envelopeID = dsn?.envelopeID {
                writer.write(" ENVID=")
                writer.write(xtext: envelopeID)
            }
            writer.write("\r\n")
            return writer.count
        }
        slot.written += 1
    }

    /// ORCPT, unless it is longer than a line may grow for it and NOTIFY, by 500 octets (RFC 3461, 3): who is meant is told
    /// by RCPT all the same.
    private static func originalRecipient(_ address: UnsafeRawBufferPointer, into writer: inout OctetWriter) {
        var text: [UInt8] = []
        XText.appendAddress(address, to: &text)
        guard text.count <= longestOriginalRecipient else { return }
        writer.write(" ORCPT=")
        text.withUnsafeBytes { writer.write($0) }
    }

    private static let longestOriginalRecipient = 478
    /// What suffices for RCPT beside the address, with NOTIFY and the beginning of ORCPT.
    private static let longestRecipient = 64
    /// An octet of an address in ORCPT that is not plain: the widest stand-in for one that is no UTF-8, `\x{FFFD}`.
    private static let widestOctet = 8

    /// Writes RCPT for the recipients offered with these numbers, and counts them.
    static func recipients(
        _ slot: inout TransactionSlot, _ offered: Range<Int>, _ capabilities: Capabilities,
        into buffer: inout ByteBuffer
    ) {
        let dsn = capabilities.dsn ? slot.transaction.dsn : nil
        let notify = dsn?.notify?.parameter ?? ""
        let given = dsn?.originalRecipient.flatMap { text in
            let isWritable = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            return isWritable && text.utf8.count <= longestOriginalRecipient ? text : nil
        }
        let namesOriginal = given == nil && dsn?.namesOriginalRecipient ?? false
        slot.transaction.recipients.bytes.withUnsafeBytes { bytes in
            var (octets, isPlain) = (0, namesOriginal)
            for number in offered {
                let range = slot.transaction.recipients.range(at: slot.index(of: number))
                octets += range.count
                isPlain = isPlain && XText.isPlain(UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
            let width = namesOriginal ? (isPlain ? 2 : 1 + widestOctet) : 1
            let each = longestRecipient + (given?.utf8.count ?? 0)
            buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: octets * width + offered.count * each) { room in
                var writer = OctetWriter(room)
                for number in offered {
                    let range = slot.transaction.recipients.range(at: slot.index(of: number))
                    let address = UnsafeRawBufferPointer(rebasing: bytes[range])
                    writer.write("RCPT TO:<")
                    writer.write(address)
                    writer.write(">")
                    if dsn != nil {
                        writer.write(notify)
                        if let given {
                            writer.write(" ORCPT=")
                            writer.write(given)
                        } else if isPlain {
                            // The usual case, without a copy of its own.
                            writer.write(" ORCPT=rfc822;")
                            writer.write(address)
                        } else if namesOriginal {
                            originalRecipient(address, into: &writer)
                        }
                    }
                    writer.write("\r\n")
                }
                return writer.count
            }
        }
        slot.written += offered.count
    }
}

extension OctetWriter {
    /// In xtext (RFC 3461, 4).
    fileprivate mutating func write(xtext text: String) {
        var text = text
        text.withUTF8 { octets in
            guard !XText.isPlain(UnsafeRawBufferPointer(octets)) else { return write(UnsafeRawBufferPointer(octets)) }
            var encoded: [UInt8] = []
            XText.append(octets, to: &encoded)
            encoded.withUnsafeBytes { write($0) }
        }
    }
}
