import FanmailMIME

/// What tells a test from the mailing itself, in an inbox that gets both.
package enum TestMark {
    package static let text = "[Test]"

    /// The message with the mark in front of its subject; one that has it stays as it is.
    ///
    /// - Parameter message: not signed yet.
    package static func marked(_ message: [UInt8]) -> [UInt8] {
        guard let header = try? HeaderSection(message) else { return message }
        guard let subject = header.first("Subject") else {
            return message[..<header.start] + Array("Subject: \(text)\r\n".utf8) + message[header.start...]
        }
        guard !subject.value.hasPrefix(text), let colon = message[subject.range].firstIndex(of: UInt8(ascii: ":"))
        else { return message }
        let rest = message[(colon + 1)...]
        let isFolded = rest.first == 0x0D || rest.first == 0x0A
        let hasSpace = rest.first == 0x20 || rest.first == 0x09
        // A line with encoded words has 76 octets at most (RFC 2047, 2).
        let fold = subject.value.hasPrefix("=?") && !isFolded ? "\r\n" : ""
        return message[...colon] + Array(" \(text)\(fold)\(isFolded || hasSpace ? "" : " ")".utf8) + rest
    }
}
