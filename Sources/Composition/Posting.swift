import Crypto
public import MIME
public import MailCore

/// A message in its final form: what every subscriber gets, octet for octet.
///
/// It is the author's message byte for byte, apart from this: Bcc and Return-Path are removed, a missing Date or
/// Message-ID is added, a bare CR or LF becomes CRLF, and the list's own fields are added once, at the end of the
/// header. Nothing of the envelope is written into it.
public struct Posting: Sendable {
    /// Header and body; every line ends in CRLF.
    public let bytes: [UInt8]
    /// How many of the bytes are the header, without the empty line.
    public let headerSize: Int
    public let messageID: String
    /// Decoded (RFC 2047).
    public let subject: String
    /// The From field, decoded.
    public let author: String
    /// SHA-256 of the final bytes, in hex.
    public let digest: String
    /// SHA-256 of the author's bytes, in hex: the same file sent twice is recognised by it.
    public let sourceDigest: String

    /// - Parameters:
    ///   - source: the author's message; lines end in LF, CRLF or both.
    ///   - lists: those it goes to. With several, the list's fields are those of the first (RFC 2369, 3: one each).
    ///   - now: for a missing Date.
    ///   - token: for a missing Message-ID; letters and digits that nobody used before.
    public init(
        source: [UInt8], header: HeaderSection, lists: [ListIdentity], now: Timestamp, token: String
    ) throws(CompositionFailure) {
        try LoopGuard.check(header, lists)
        try LoopGuard.checkCounts(header)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count + source.count / 32 + 1024)
        for field in header.fields where !["bcc", "return-path"].contains(field.name.lowercased()) {
            try Self.appendLines(source[field.range], to: &bytes, firstLine: field.line)
        }
        func add(_ name: String, _ value: String) {
            bytes.append(contentsOf: "\(name): \(value)\r\n".utf8)
        }
        if !header.has("Date") { add("Date", now.rfc5322Date) }
        if let id = header.first("Message-ID")?.value, !id.isEmpty {
            messageID = id
        } else {
            messageID = "<\(token)@\(lists.first?.address.domain ?? "localhost")>"
            add("Message-ID", messageID)
        }
        if let list = lists.first, list.addsHeaders {
            for (name, value) in Self.fields(of: list) where !header.has(name) { add(name, value) }
        }
        headerSize = bytes.count
        bytes.append(contentsOf: [0x0D, 0x0A])
        let headerLines = source[..<header.bodyStart].count { $0 == 0x0A }
        try Self.appendLines(source[header.bodyStart...], to: &bytes, firstLine: headerLines + 1)
        subject = EncodedWord.decode(header.first("Subject")?.value ?? "")
        author = EncodedWord.decode(header.first("From")?.value ?? "")
        digest = Self.hex(SHA256.hash(data: bytes))
        sourceDigest = Self.hex(SHA256.hash(data: source))
        self.bytes = bytes
    }

    /// RFC 2919, RFC 2369, and what mailing lists have always added.
    private static func fields(of list: ListIdentity) -> [(String, String)] {
        let id = "<\(list.id)>"
        let description = list.description.map { EncodedWord.encode($0) + " " } ?? ""
        return [
            ("Sender", list.address("bounces")),
            ("List-Id", description + id),
            ("List-Post", "<mailto:\(list.address.address)>"),
            ("List-Unsubscribe", "<mailto:\(list.address("leave"))?subject=unsubscribe>"),
            ("Precedence", "list"),
        ]
    }

    /// Appends lines with CRLF ends, whatever ends they have.
    private static func appendLines(
        _ lines: ArraySlice<UInt8>, to bytes: inout [UInt8], firstLine: Int
    ) throws(CompositionFailure) {
        var length = 0
        var line = firstLine
        var at = lines.startIndex
        while at < lines.endIndex {
            let byte = lines[at]
            at += 1
            switch byte {
            case 0x0D, 0x0A:
                if byte == 0x0D, at < lines.endIndex, lines[at] == 0x0A { at += 1 }
                bytes.append(0x0D)
                bytes.append(0x0A)
                length = 0
                line += 1
            case 0x00:
                throw CompositionFailure(line: line, "there is a NUL octet, which mail cannot carry; encode the part")
            default:
                bytes.append(byte)
                length += 1
                guard length <= 998 else {
                    throw CompositionFailure(
                        line: line,
                        "the line has more than 998 octets, which mail cannot carry; encode the part as "
                            + "quoted-printable or base64")
                }
            }
        }
        if length > 0 {
            bytes.append(0x0D)
            bytes.append(0x0A)
        }
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { byte in
            let text = String(byte, radix: 16)
            return text.count < 2 ? "0" + text : text
        }.joined()
    }
}
