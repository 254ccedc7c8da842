import FanmailBasics
public import SMTPCore

/// Reads replies from bytes as they come, cut anywhere (RFC 5321, 4.2).
///
/// Memory is bounded whatever the server sends: a line, a reply's lines and a reply's text each have a limit.
/// A bare LF ends a line too, since some servers send it and nothing is at stake in a reply.
public struct ReplyDecoder: Sendable {
    /// More than RFC 5321, 4.5.3.1.5 allows a server; longer is taken for an attack.
    public static let longestLine = 2_048
    /// Lines of one reply.
    public static let mostLines = 512
    /// Octets of one reply without its codes.
    public static let longestText = 65_536

    /// What reading has come to.
    public enum Step: Sendable, Equatable {
        /// Everything was read; the rest of the line or reply is still to come.
        case incomplete
        /// A reply of one line with this 2xx code whose text nobody asked for.
        case completed(UInt16)
        /// A whole reply, its enhanced status code taken off the text (RFC 2034).
        case reply(Reply)
        /// What came is not SMTP; the connection is of no further use.
        case violation(String)
    }

    /// The beginning of a line whose end has not come yet.
    private var partial: [UInt8] = []
    private var code: UInt16 = 0
    private var lines = 0
    /// The lines of the latest reply have codes of different classes.
    private(set) var isContradictory = false
    private var text: [UInt8] = []

    /// At the beginning of a reply.
    public init() {}

    /// Nothing of a reply has been read.
    public var isEmpty: Bool { partial.isEmpty && lines == 0 }

    /// Reads one reply.
    ///
    /// - Parameters:
    ///   - bytes: what has come; read from `offset` on, which is moved behind what was read.
    ///   - wantsText: false when a plain 2xx needs no text, as for one of a hundred recipients.
    public mutating func next(_ bytes: UnsafeRawBufferPointer, from offset: inout Int, wantsText: Bool) -> Step {
        while offset < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
            guard let length = rest.firstIndex(of: 0x0A) else {
                // The last octet may be the CR, which does not count.
                guard partial.count + rest.count <= Self.longestLine + 1 else { return tooLong }
                partial.append(contentsOf: rest)
                offset = bytes.count
                return .incomplete
            }
            offset += length + 1
            let step: Step?
            if partial.isEmpty {
                step = line(UnsafeRawBufferPointer(rebasing: rest[..<length]), wantsText: wantsText)
            } else {
                guard partial.count + length <= Self.longestLine + 1 else { return tooLong }
                partial.append(contentsOf: rest[..<length])
                let whole = partial
                partial.removeAll(keepingCapacity: true)
                step = whole.withUnsafeBytes { line($0, wantsText: wantsText) }
            }
            if let step { return step }
        }
        return .incomplete
    }

    private var tooLong: Step { .violation("a reply line of more than \(Self.longestLine) octets") }

    /// One line without its LF; nil when the reply goes on.
    private mutating func line(_ bytes: UnsafeRawBufferPointer, wantsText: Bool) -> Step? {
        var end = bytes.count
        if end > 0, bytes[end - 1] == 0x0D { end -= 1 }
        guard end <= Self.longestLine else { return tooLong }
        guard end >= 3, let value = Self.code(bytes) else {
            return .violation("not a reply: \(Self.shown(bytes, end))")
        }
        let separator = end > 3 ? bytes[3] : 0x20
        guard separator == 0x20 || separator == 0x2D else {
            return .violation("not a reply: \(Self.shown(bytes, end))")
        }
        // Where the codes differ, the last line's is the reply's, as for a client that looks for it (RFC 5321, 4.2.1).
        isContradictory = lines > 0 && (isContradictory || value / 100 != code / 100)
        let isLast = separator == 0x20
        if isLast, lines == 0, !wantsText, value < 300 { return .completed(value) }
        code = value
        lines += 1
        guard lines <= Self.mostLines, text.count + end <= Self.longestText else {
            return .violation("a reply of more than \(Self.mostLines) lines or \(Self.longestText) octets")
        }
        if lines > 1 { text.append(0x0A) }
        if end > 4 { text.append(contentsOf: bytes[4..<end]) }
        guard isLast else { return nil }
        let reply = Self.reply(code: value, text: text, lines: lines)
        lines = 0
        text.removeAll(keepingCapacity: true)
        return .reply(reply)
    }

    private static func code(_ bytes: UnsafeRawBufferPointer) -> UInt16? {
        let (first, second, third) = (bytes[0], bytes[1], bytes[2])
        guard (0x32...0x35).contains(first), (0x30...0x39).contains(second), (0x30...0x39).contains(third) else {
            return nil
        }
        return UInt16(first - 0x30) * 100 + UInt16(second - 0x30) * 10 + UInt16(third - 0x30)
    }

    /// Takes the enhanced status code off the text, from every line that repeats it, when its class fits the code.
    private static func reply(code: UInt16, text: [UInt8], lines: Int) -> Reply {
        let end = text.firstIndex { $0 == 0x20 || $0 == 0x0A } ?? text.count
        let opening = EnhancedStatusCode(utf8: text[..<end]).flatMap { UInt16($0.class) == code / 100 ? $0 : nil }
        if lines == 1 {
            guard let opening else { return Reply(code: code, text: String(decoding: text, as: UTF8.self)) }
            return Reply(code: code, status: opening, text: String(decoding: text[end...].dropFirst(), as: UTF8.self))
        }
        let whole = String(decoding: text, as: UTF8.self)
        guard let opening else { return Reply(code: code, text: whole) }
        let first = String(decoding: text[..<end], as: UTF8.self)
        let unprefixed = Reply(code: code, text: whole).lines.map { line in
            guard line.hasPrefix(first) else { return line }
            let rest = line.dropFirst(first.count)
            return rest.first == " " ? rest.dropFirst() : rest.isEmpty ? rest : line
        }
        return Reply(code: code, status: opening, text: unprefixed.joined(separator: "\n"))
    }

    private static func shown(_ bytes: UnsafeRawBufferPointer, _ end: Int) -> String {
        "\"" + String(decoding: bytes[..<min(end, 60)], as: UTF8.self).escapedForTerminal + "\""
    }
}
