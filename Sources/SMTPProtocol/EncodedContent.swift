public import NIOCore

/// A message as it goes over the wire: behind DATA dot-stuffed and ended by CRLF.CRLF (RFC 5321, 4.5.2 and 4.1.1.4),
/// behind BDAT as it is (RFC 3030).
///
/// Encoded once and shared by every transaction that carries it.
public struct EncodedContent: Sendable {
    /// The octets behind DATA, with the terminator.
    public let buffer: ByteBuffer
    /// The message's own octets, as they go behind BDAT; the same memory as ``buffer`` when no line begins with a dot.
    public let octets: ByteBuffer
    /// Octets above 127 are among them (RFC 6152).
    public let is8Bit: Bool
    /// Octets above 127 are in the header section, which only SMTPUTF8 carries (RFC 6531, 3.5).
    public let has8BitHeader: Bool
    /// For a server without 8BITMIME; nil when the message is 7-bit.
    private let sevenBitContent: SevenBitContent?

    /// The message's octets before stuffing, as SIZE counts them (RFC 1870, 4).
    public var size: Int { octets.readableBytes }

    /// - Parameter message: header and body; lines end in CRLF, and neither occurs alone. A last CRLF is added if it is missing.
    public init(_ message: some Collection<UInt8>) throws(ContentFailure) {
        var stuffed = ByteBuffer()
        stuffed.reserveCapacity(message.count + message.count / 64 + 8)
        var first8Bit: Int?
        var headerEnd: Int?
        var stuffing = 0
        var size = 0
        var lineLength = 0
        var previous: UInt8 = 0x0A
        for byte in message {
            switch byte {
            case 0x0A where previous != 0x0D && size > 0, 0x0A where size == 0: throw .bareLineFeed(offset: size)
            case 0x0A:
                if lineLength == 0, headerEnd == nil { headerEnd = size }
                lineLength = 0
            case _ where previous == 0x0D: throw .bareCarriageReturn(offset: size - 1)
            case 0x00: throw .nul(offset: size)
            case 0x2E where lineLength == 0:
                stuffed.writeInteger(UInt8(0x2E))
                stuffing += 1
                lineLength = 1
            case 0x0D: break
            default: lineLength += 1
            }
            guard lineLength <= 998 else { throw .longLine(offset: size) }
            if byte > 0x7F, first8Bit == nil { first8Bit = size }
            stuffed.writeInteger(byte)
            size += 1
            previous = byte
        }
        guard previous != 0x0D else { throw .bareCarriageReturn(offset: size - 1) }
        let lacksEnd = size > 0 && previous != 0x0A
        if lacksEnd {
            stuffed.writeStaticString("\r\n")
            size += 2
        }
        stuffed.writeStaticString(".\r\n")
        if stuffing == 0 {
            octets = stuffed.getSlice(at: stuffed.readerIndex, length: size) ?? ByteBuffer()
        } else {
            var plain = ByteBuffer()
            plain.reserveCapacity(size)
            plain.writeBytes(message)
            if lacksEnd { plain.writeStaticString("\r\n") }
            octets = plain
        }
        buffer = stuffed
        is8Bit = first8Bit != nil
        has8BitHeader = first8Bit.map { $0 < headerEnd ?? .max } ?? false
        sevenBitContent = first8Bit == nil ? nil : SevenBitContent()
    }

    /// The message with every 8-bit part in quoted-printable or base64; itself when it is 7-bit. Made once, when the
    /// first server asks for it.
    func sevenBit() -> Result<EncodedContent, SevenBitContent.Failure> {
        sevenBitContent?.of(octets) ?? .success(self)
    }
}

/// Why a message cannot be sent as it is. Offsets count octets from 0.
public enum ContentFailure: Error, Sendable, Equatable {
    case bareLineFeed(offset: Int)
    case bareCarriageReturn(offset: Int)
    case nul(offset: Int)
    /// Over 998 octets without CRLF (RFC 5322, 2.1.1).
    case longLine(offset: Int)
}
