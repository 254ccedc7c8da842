public import NIOCore

/// A message as it goes over the wire: behind DATA dot-stuffed and ended by CRLF.CRLF (RFC 5321, 4.5.2 and 4.1.1.4),
/// behind BDAT as it is (RFC 3030).
///
/// Encoded once and shared by every transaction that carries it.
public struct EncodedContent: Sendable {
    /// The octets behind DATA, with the terminator.
    public private(set) var buffer: ByteBuffer
    /// The message's own octets, as they go behind BDAT; the same memory as ``buffer`` when no line begins with a dot.
    public private(set) var octets: ByteBuffer
    /// Octets above 127 are among them (RFC 6152).
    public let is8Bit: Bool
    /// Octets above 127 are in the header section, which only SMTPUTF8 carries (RFC 6531, 3.5).
    public let has8BitHeader: Bool
    /// For a server without 8BITMIME; nil when the message is 7-bit.
    private var sevenBitContent: SevenBitContent?
    /// No line begins with a dot, so that ``octets`` and ``buffer`` are the same memory.
    private let isShared: Bool

    /// The message's octets before stuffing, as SIZE counts them (RFC 1870, 4).
    public var size: Int { octets.readableBytes }

    /// The message's own octets, copied.
    public var bytes: [UInt8] { Array(octets.readableBytesView) }

    /// - Parameter message: header and body; lines end in CRLF, and neither occurs alone. A last CRLF is added if it is missing.
    public init(_ message: some Collection<UInt8>) throws(ContentFailure) {
        var plain = ByteBuffer()
        plain.reserveCapacity(message.count + 8)
        plain.writeBytes(message)
        let scan = plain.withUnsafeReadableBytes { ContentScan($0) }
        if let failure = scan.failure { throw failure }
        if !scan.isEnded { plain.writeStaticString("\r\n") }
        let size = plain.readableBytes
        isShared = scan.dots.isEmpty
        if isShared {
            plain.writeStaticString(".\r\n")
            buffer = plain
            octets = plain.getSlice(at: plain.readerIndex, length: size) ?? ByteBuffer()
        } else {
            buffer = Self.stuffed(plain, scan.dots)
            octets = plain
        }
        is8Bit = scan.first8Bit != nil
        has8BitHeader = scan.first8Bit.map { $0 < scan.headerEnd ?? .max } ?? false
        sevenBitContent = scan.first8Bit == nil ? nil : SevenBitContent()
    }

    /// With a dot before each of these dots, and the terminator.
    private static func stuffed(_ plain: ByteBuffer, _ dots: [Int]) -> ByteBuffer {
        var stuffed = ByteBuffer()
        stuffed.reserveCapacity(plain.readableBytes + dots.count + 3)
        plain.withUnsafeReadableBytes { bytes in
            var start = 0
            for dot in dots + [bytes.count] {
                stuffed.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[start..<dot]))
                stuffed.writeStaticString(".")
                start = dot
            }
        }
        stuffed.writeStaticString("\r\n")
        return stuffed
    }

    /// Writes over octets of the message, in place where nothing else refers to it: for copies that differ in an id or a
    /// date. All of it lies before the first line that begins with a dot, and what comes is printable ASCII as what was
    /// there.
    package mutating func overwrite(at offset: Int, with bytes: [UInt8]) {
        let size = octets.readableBytes
        // Taken out of their places, so that one reference is left.
        var wire = ByteBuffer()
        swap(&wire, &buffer)
        if isShared {
            octets = ByteBuffer()
        } else {
            octets.setBytes(bytes, at: offset)
        }
        wire.setBytes(bytes, at: offset)
        swap(&wire, &buffer)
        if isShared { octets = buffer.getSlice(at: buffer.readerIndex, length: size) ?? ByteBuffer() }
        if sevenBitContent != nil { sevenBitContent = SevenBitContent() }
    }

    /// The message with every 8-bit part in quoted-printable or base64; itself when it is 7-bit. Made once, when the
    /// first server asks for it.
    func sevenBit() -> Result<EncodedContent, SevenBitContent.Failure> {
        sevenBitContent?.of(octets) ?? .success(self)
    }
}
