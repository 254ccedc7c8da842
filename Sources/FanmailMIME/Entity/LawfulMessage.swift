/// A message whose lines have at most 998 octets (RFC 5322, 2.1.1), and whose parts have headers in ASCII.
///
/// A part with a longer line is encoded (RFC 2045, 6), one that is encoded already gets shorter lines; a field of a part's
/// header is written anew (``MendedField``). What is lawful stays as it is, and so does whatever is signed.
package struct LawfulMessage: Sendable {
    package let octets: [UInt8]

    private static let longestLine = 998
    /// How deeply parts may be nested.
    private static let deepest = 32

    /// - Parameters:
    ///   - message: lines end in CRLF, and neither occurs alone.
    ///   - isHeaderLawful: its own header is not looked at.
    /// - Throws: what cannot be mended, and where.
    package init(_ message: [UInt8], isHeaderLawful: Bool = true) throws(LawfulMessageFailure) {
        var output: [UInt8] = []
        output.reserveCapacity(message.count + message.count / 16)
        try Self.append(message[...], isHeaderLawful ? .message : .draft, depth: 0, to: &output)
        octets = output
    }

    private enum Entity {
        case message, part
        /// A message whose own header may have to be mended.
        case draft
        /// A message within a message: what it says in its header is its own affair.
        case embedded
        case digestPart
    }

    private static func append(
        _ entity: ArraySlice<UInt8>, _ kind: Entity, depth: Int, to output: inout [UInt8]
    ) throws(LawfulMessageFailure) {
        let longLine = firstLongLine(entity)
        let original = Array(entity)
        let hasBeyondASCII = original.hasOctetBeyondASCII
        guard longLine != nil || hasBeyondASCII, let section = try? HeaderSection(original) else {
            return try appendLawful(entity, longLine, to: &output)
        }
        let bytes = try withMendedHeader(original, section, kind, offset: entity.startIndex)
        let header = (try? HeaderSection(bytes)) ?? section
        let fields = EntityFields(header, isDigestPart: kind == .digestPart)
        let body = entity.dropFirst(section.bodyStart)
        let isLong = firstLongLine(body) != nil
        let isMessage = kind == .message || kind == .draft || kind == .embedded
        switch (fields.type, fields.subtype) {
        case ("multipart", let subtype) where subtype != "signed" && depth < deepest && fields.boundary != nil:
            output.append(contentsOf: bytes[..<header.bodyStart])
            let found = try Multipart.walk(body, boundary: fields.boundary ?? []) {
                piece, isPart throws(LawfulMessageFailure) in
                if isPart {
                    try append(piece, subtype == "digest" ? .digestPart : .part, depth: depth + 1, to: &output)
                } else {
                    try appendLawful(piece, firstLongLine(piece), to: &output)
                }
            }
            if !found { try appendLawful(body, firstLongLine(body), to: &output) }
        case ("message", "rfc822") where fields.isIdentity && depth < deepest:
            output.append(contentsOf: bytes[..<header.bodyStart])
            try append(body, .embedded, depth: depth + 1, to: &output)
        case ("multipart", _), ("message", _):
            output.append(contentsOf: bytes[..<header.bodyStart])
            try appendLawful(body, firstLongLine(body), to: &output)
        case _ where !isLong: output.append(contentsOf: bytes)
        case _ where fields.fault != nil: throw LawfulMessageFailure(offset: longLine ?? 0, tooLong)
        case _ where fields.isIdentity:
            SevenBitMessage.appendEncoded(bytes, header, fields, isMessage: isMessage, to: &output)
            // The CRLF before a delimiter is the delimiter's, and the message's last line has one.
            if kind == .message || kind == .draft, output.suffix(2) != [0x0D, 0x0A] {
                output.append(contentsOf: [0x0D, 0x0A])
            }
        case _ where fields.encoding == "base64":
            output.append(contentsOf: bytes[..<header.bodyStart])
            TransferEncoder.refold(base64: body, to: &output)
        case _ where fields.encoding == "quoted-printable":
            output.append(contentsOf: bytes[..<header.bodyStart])
            TransferEncoder.refold(quotedPrintable: body, to: &output)
        default: throw LawfulMessageFailure(offset: longLine ?? 0, tooLong)
        }
    }

    private static let tooLong = "the line has more than \(longestLine) octets, which mail cannot carry"

    /// What has to stay as it is.
    private static func appendLawful(
        _ bytes: ArraySlice<UInt8>, _ longLine: Int?, to output: inout [UInt8]
    ) throws(LawfulMessageFailure) {
        if let longLine {
            throw LawfulMessageFailure(
                offset: longLine,
                "\(tooLong), and stands where nothing can encode it (in what is signed, or between parts); break it")
        }
        output.append(contentsOf: bytes)
    }

    private static func withMendedHeader(
        _ bytes: [UInt8], _ header: HeaderSection, _ kind: Entity, offset: Int
    ) throws(LawfulMessageFailure) -> [UInt8] {
        guard kind != .message, MendedField.isNeeded(bytes[..<header.end]) else { return bytes }
        var output: [UInt8] = []
        for field in header.fields {
            let raw = bytes[field.range]
            guard kind == .embedded ? firstLongLine(raw) != nil : MendedField.isNeeded(raw) else {
                output.append(contentsOf: raw)
                continue
            }
            do throws(MendedFieldFailure) {
                output += try MendedField(field.name, raw).bytes
            } catch {
                throw LawfulMessageFailure(offset: offset + field.range.lowerBound, error.reason)
            }
        }
        return output + bytes[header.end...]
    }

    /// Where the first line begins that is too long.
    private static func firstLongLine(_ bytes: ArraySlice<UInt8>) -> Int? {
        let place = bytes.withUnsafeBufferPointer { lines -> Int? in
            var start = 0
            for at in 0..<lines.count where lines[at] == 0x0A {
                // Its CR is none of them.
                if at - start - 1 > longestLine { return start }
                start = at + 1
            }
            return lines.count - start > longestLine ? start : nil
        }
        return place.map { bytes.startIndex + $0 }
    }
}

/// Why a message cannot be made so that mail can carry it.
package struct LawfulMessageFailure: Error, Sendable, Equatable {
    /// Where in the message, in octets.
    package let offset: Int
    /// A clause for a person, not escaped.
    package let reason: String

    init(offset: Int, _ reason: String) {
        self.offset = offset
        self.reason = reason
    }
}

extension [UInt8] {
    /// Looks at eight at a time.
    package var hasOctetBeyondASCII: Bool {
        withUnsafeBytes { bytes in
            var at = 0
            while at + 8 <= bytes.count {
                if bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return true }
                at += 8
            }
            return bytes[at...].contains { $0 > 0x7F }
        }
    }
}
