import Crypto
public import FanmailBasics
public import FanmailMIME
import SMTPCore

/// A message in its final form: what every subscriber gets, octet for octet.
///
/// It is the author's message byte for byte, apart from this: an mbox `From ` line and the fields that ``FieldRule`` knows
/// are removed, a Date or Message-ID that is missing or none is made, a bare CR or LF becomes CRLF, what mail cannot
/// carry in a header or a line is encoded, and the list's own fields are added at the end of the header, where others' of
/// the same names do not stay. Nothing of the envelope is written into it.
public struct FinalMessage: Sendable {
    /// Header and body; every line ends in CRLF.
    public let bytes: [UInt8]
    /// How many of the bytes are the header, without the empty line.
    public let headerSize: Int
    public let messageID: String
    /// Decoded (RFC 2047).
    public var subject: String { EncodedWord.decode(subjectField) }
    /// The From field, decoded.
    public var author: String { EncodedWord.decode(authorField) }
    private let subjectField: String
    private let authorField: String
    /// SHA-256 of the final bytes, in hex. Computed anew each time.
    public var digest: String { Hex.encode(SHA256.hash(data: bytes)) }
    /// The domain of From; nil when From names several, or nobody whom mail can go to.
    package let authorDomain: String?
    /// Whether the list's footer was added; nil when it has none.
    package let hasFooter: Bool?
    /// What was done to the author's header.
    package let changes: HeaderChanges
    /// SHA-256 of the author's bytes, in hex: the same file sent twice is recognised by it. Of a personal letter it is that
    /// of its files, the same for all copies: receivers tell mailings apart by it, in Feedback-ID.
    public let sourceDigest: String

    /// - Parameters:
    ///   - source: the author's message; lines end in LF, CRLF or both.
    ///   - header: the header section of `source`.
    ///   - lists: those it goes to. With several, the list's fields are those of the first (RFC 2369, 3: one each).
    ///   - now: for a missing Date.
    ///   - token: for a missing Message-ID; letters and digits that nobody used before.
    public init(
        source: [UInt8], header: HeaderSection, lists: [ListIdentity], now: Timestamp, token: String
    ) throws(CompositionFailure) {
        try self.init(source: source, header: header, lists: lists, now: now, token: token, signer: nil)
    }

    /// - Parameters:
    ///   - signer: signs the final bytes; before that, 8-bit parts become quoted-printable or base64, since a server on
    ///     the way might do the same, and break the signature.
    ///   - hasOwnFooter: the message is a letter of ours, which has the list's footer within it.
    ///   - sourceDigest: nil takes that of `source`.
    package init(
        source: [UInt8], header: HeaderSection, lists: [ListIdentity], now: Timestamp, token: String,
        signer: DKIMSigner?, sourceDigest: String? = nil, hasOwnFooter: Bool = false
    ) throws(CompositionFailure) {
        try LoopGuard.check(header, lists)
        let authorAddress = try FieldCounts.check(header)
        let sourceDigest = sourceDigest ?? Hex.encode(SHA256.hash(data: source))
        let list = lists.first
        let own =
            list.map { list in
                list.addsHeaders ? ListHeader.fields(of: list, author: authorAddress, digest: sourceDigest) : []
            } ?? []
        let final = try FinalHeader(
            of: header, source, own: own, now: now, newMessageID: "<\(token)@\(list?.address.domain ?? "localhost")>",
            capacity: source.count + source.count / 32 + 1024)
        messageID = final.messageID
        changes = final.changes
        let whole = try Self.whole(final.lines, source, header)
        subjectField = header.first("Subject")?.value ?? ""
        authorDomain = authorAddress?.domain
        authorField = header.first("From")?.value ?? ""
        let footed = list?.footer.map { hasOwnFooter ? whole : $0.added(to: whole) }
        hasFooter = footed.map { $0 != nil }
        let unsigned = footed.flatMap { $0 } ?? whole
        bytes = try signer?.signed(unsigned, now: now) ?? unsigned
        headerSize = Self.headerSize(bytes)
        self.sourceDigest = sourceDigest
    }

    /// An address in the header goes beyond ASCII: only SMTPUTF8 promises to carry them (RFC 6531, 3.5).
    public var needsSMTPUTF8: Bool { bytes[..<headerSize].contains { $0 >= 0x80 } }

    private static func headerSize(_ bytes: [UInt8]) -> Int {
        var lineStart = 0
        while let end = bytes[lineStart...].firstIndex(of: 0x0A) {
            if end == lineStart + 1, bytes[lineStart] == 0x0D { return lineStart }
            lineStart = end + 1
        }
        return bytes.count
    }

    /// Header and body, in lines that mail can carry.
    private static func whole(
        _ headerLines: MendedLines, _ source: [UInt8], _ header: HeaderSection
    ) throws(CompositionFailure) -> [UInt8] {
        var lines = headerLines
        lines.appendLineEnd()
        let bodyStart = lines.bytes.count
        try lines.append(source[header.bodyStart...], firstLine: header.bodyLine)
        // Octets beyond ASCII may be in the header of a part, which nothing announces.
        let isMultipart = header.first("Content-Type")?.value.lowercased().hasPrefix("multipart") == true
        guard lines.hasLongLine || isMultipart && lines.bytes.hasOctetBeyondASCII else { return lines.bytes }
        do throws(LawfulMessageFailure) {
            return try LawfulMessage(lines.bytes).octets
        } catch {
            let line = lines.bytes[min(bodyStart, error.offset)..<error.offset].count { $0 == 0x0A }
            throw CompositionFailure(line: header.bodyLine + line, error.reason)
        }
    }
}
