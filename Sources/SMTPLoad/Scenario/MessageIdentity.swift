import NIOCore
import SMTPProtocol

/// The Message-ID of a message that somebody else wrote.
enum MessageIdentity {
    private static let name = Array("message-id:".utf8)

    /// What stands before the `@` in it, without blanks, as a sink's record has it; empty where there is none.
    static func local(of content: EncodedContent) -> String {
        let bytes = content.octets.readableBytesView
        var line = bytes[...]
        while let end = line.firstIndex(of: 0x0A) {
            let next = line.index(after: end)
            guard line.first != 0x0D else { return "" }
            if line.count > name.count, zip(line, name).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) {
                return local(line.dropFirst(name.count))
            }
            line = bytes[next...]
        }
        return ""
    }

    /// - Parameter value: of the field, and what comes behind it.
    private static func local(_ value: some Collection<UInt8>) -> String {
        var visible: [UInt8] = []
        var isLineEnd = false
        for byte in value.prefix(16 << 10) {
            // The next line goes on with it only behind a blank (RFC 5322, 2.2.3).
            if isLineEnd, byte != 0x20, byte != 0x09 { break }
            isLineEnd = byte == 0x0A
            if byte > 0x20, byte != 0x7F { visible.append(byte) }
        }
        return String(
            decoding: visible.prefix(998).drop { $0 == UInt8(ascii: "<") }.prefix { $0 != UInt8(ascii: "@") },
            as: UTF8.self)
    }
}
