/// Where the parts of a multipart are (RFC 2046, 5.1.1).
enum MultipartBody {
    private static let mostParts = 1000

    /// - Parameter message: every line ends in CRLF.
    /// - Returns: each part without the CRLF before the delimiter behind it.
    static func parts(of message: [UInt8], from start: Int, boundary: [UInt8]) -> [Range<Int>] {
        let delimiter = Array("--".utf8) + boundary
        var parts: [Range<Int>] = []
        var open: Int?
        var at = start
        while at < message.count, parts.count < mostParts {
            let end = message[at...].firstIndex(of: 0x0A).map { $0 + 1 } ?? message.count
            defer { at = end }
            guard message[at..<end].starts(with: delimiter) else { continue }
            var rest = message[(at + delimiter.count)..<end]
            while let last = rest.last, last == 0x0D || last == 0x0A || last == 0x20 || last == 0x09 {
                rest.removeLast()
            }
            guard rest.isEmpty || rest.elementsEqual("--".utf8) else { continue }
            if let open { parts.append(open..<max(open, at - 2)) }
            open = rest.isEmpty ? end : nil
            if !rest.isEmpty { break }
        }
        if let open, open < message.count, parts.count < mostParts { parts.append(open..<message.count) }
        return parts
    }
}
