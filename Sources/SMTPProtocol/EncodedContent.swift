public import NIOCore

/// A message as it goes over the wire after DATA: dot-stuffed, ended by CRLF.CRLF (RFC 5321, 4.5.2 and 4.1.1.4).
///
/// Encoded once and shared by every transaction that carries it.
public struct EncodedContent: Sendable {
    /// The octets on the wire, with the terminator.
    public let buffer: ByteBuffer
    /// The message's octets before stuffing, as SIZE counts them (RFC 1870, 4).
    public let size: Int
    /// Octets above 127 are among them (RFC 6152).
    public let is8Bit: Bool

    /// - Parameter message: header and body; lines end in CRLF, and neither occurs alone. A last CRLF is added if it is missing.
    public init(_ message: some Collection<UInt8>) throws(ContentFailure) {
        var stuffed = ByteBuffer()
        stuffed.reserveCapacity(message.count + message.count / 64 + 8)
        var is8Bit = false
        var size = 0
        var lineLength = 0
        var previous: UInt8 = 0x0A
        for byte in message {
            switch byte {
            case 0x0A where previous != 0x0D && size > 0, 0x0A where size == 0: throw .bareLineFeed(offset: size)
            case 0x0A: lineLength = 0
            case _ where previous == 0x0D: throw .bareCarriageReturn(offset: size - 1)
            case 0x00: throw .nul(offset: size)
            case 0x2E where lineLength == 0:
                stuffed.writeInteger(UInt8(0x2E))
                lineLength = 1
            case 0x0D: break
            default: lineLength += 1
            }
            guard lineLength <= 998 else { throw .longLine(offset: size) }
            is8Bit = is8Bit || byte > 0x7F
            stuffed.writeInteger(byte)
            size += 1
            previous = byte
        }
        guard previous != 0x0D else { throw .bareCarriageReturn(offset: size - 1) }
        if size > 0, previous != 0x0A {
            stuffed.writeStaticString("\r\n")
            size += 2
        }
        stuffed.writeStaticString(".\r\n")
        self.buffer = stuffed
        self.size = size
        self.is8Bit = is8Bit
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
