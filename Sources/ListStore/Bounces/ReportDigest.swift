import Crypto
import FanmailBasics

/// What a report says, as a digest: the same however often it is delivered, by whatever way, and in whatever store it lies.
package enum ReportDigest {
    /// SHA-256 in hexadecimal.
    ///
    /// - Parameters:
    ///   - fields: values of its header that no delivery changes.
    ///   - body: line ends are the store's own, and so are empty lines at the end; neither counts.
    package static func text(fields: [String], body: ArraySlice<UInt8>) -> String {
        var hash = SHA256()
        for field in fields { hash.update(data: Array((field + "\n").utf8)) }
        let end = body.lastIndex { $0 != 0x0D && $0 != 0x0A && $0 != 0x20 }.map { $0 + 1 } ?? body.startIndex
        for line in body[..<end].split(separator: 0x0A, omittingEmptySubsequences: false) {
            hash.update(data: line.last == 0x0D ? line.dropLast() : line)
            hash.update(data: [0x0A])
        }
        return Hex.encode(hash.finalize())
    }
}
