import FanmailBasics
import Zlib

/// Unpacks gzip (RFC 1952) a piece at a time, several members one behind the other too.
final class Gunzip {
    private let input: ByteSource
    private var stream = z_stream()
    private let packed = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    private var isAtEnd = false
    /// Between two members: here the file may end.
    private var isBetween = false
    /// Octets unpacked so far.
    private var unpacked = 0
    /// What a file of text never is: packed to less than a hundredth, beyond some size.
    private static let (ratioLimit, freeSize) = (100, 256 << 20)

    init(_ input: ByteSource) throws(InputFailure) {
        self.input = input
        guard zlib_begin_gunzip(&stream) == Z_OK else {
            throw InputFailure(.input, input.name, "the file cannot be unpacked: out of memory")
        }
    }

    deinit {
        inflateEnd(&stream)
        packed.deallocate()
    }

    /// What is unpacked; it keeps this alive.
    var source: ByteSource {
        ByteSource(name: input.name) { buffer throws(InputFailure) in try self.read(into: buffer) }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputFailure) -> Int {
        guard !buffer.isEmpty else { return 0 }
        stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(min(buffer.count, 1 << 20))
        let room = stream.avail_out
        while stream.avail_out == room {
            if stream.avail_in == 0, !isAtEnd {
                let count = try input.read(into: packed)
                isAtEnd = count == 0
                stream.next_in = packed.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_in = UInt32(count)
            }
            if stream.avail_in == 0, isBetween { return 0 }
            guard stream.avail_in > 0 || !isAtEnd else { throw broken("the file is cut short; fetch it again") }
            if isBetween {
                inflateReset(&stream)
                isBetween = false
            }
            switch inflate(&stream, Z_NO_FLUSH) {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END: isBetween = true
            default: throw broken("the file is damaged, or no gzip file; fetch it again")
            }
        }
        unpacked += Int(room - stream.avail_out)
        guard unpacked <= max(Self.freeSize, input.position * Self.ratioLimit) else {
            throw broken("the file unpacks to more than \(Self.ratioLimit) times its size; is it a list of people?")
        }
        return Int(room - stream.avail_out)
    }

    private func broken(_ reason: String) -> InputFailure { InputFailure(.input, input.name, reason) }
}
