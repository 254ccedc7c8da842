/// A message with every 8-bit part in quoted-printable or base64, for a server without 8BITMIME (RFC 6152, 3).
///
/// What has no octet above 127 stays as it is, but for labels that say `8bit`. A DKIM signature over the body does not
/// outlive this (RFC 6376, 5.3); a part signed with multipart/signed is never touched.
public struct SevenBitMessage: Sendable {
    public let octets: [UInt8]

    /// How deeply parts may be nested.
    static let deepest = 32

    /// - Parameter message: header and body; lines end in CRLF, and neither occurs alone.
    /// - Throws: why there is no such form; nothing is guessed.
    public init(_ message: [UInt8]) throws(SevenBitFailure) {
        guard message.contains(where: { $0 > 0x7F }) else {
            octets = message
            return
        }
        var output: [UInt8] = []
        output.reserveCapacity(message.count + message.count / 2)
        try Self.append(message, .message, depth: 0, to: &output)
        octets = output
    }

    private enum Entity {
        case message, part
        /// A part of multipart/digest, which is a message unless it says otherwise (RFC 2046, 5.1.5).
        case digestPart
    }

    private static func append(
        _ bytes: [UInt8], _ entity: Entity, depth: Int, to output: inout [UInt8]
    ) throws(SevenBitFailure) {
        let is8Bit = bytes.contains { $0 > 0x7F }
        let header: HeaderSection
        do {
            header = try HeaderSection(bytes)
        } catch {
            guard is8Bit else { return output.append(contentsOf: bytes) }
            throw SevenBitFailure("the header of a part cannot be read: \(error.message)")
        }
        let fields = EntityFields(header, isDigestPart: entity == .digestPart)
        guard is8Bit else {
            // Of no part that contains others: what it says of them stands.
            let isLeaf = fields.type != "multipart" && fields.type != "message"
            return isLeaf ? relabel(bytes, header, fields, to: &output) : output.append(contentsOf: bytes)
        }
        guard depth <= deepest else { throw SevenBitFailure("its parts are nested more than \(deepest) deep") }
        guard !bytes[..<header.bodyStart].contains(where: { $0 > 0x7F }) else {
            throw SevenBitFailure("a header has octets beyond ASCII")
        }
        if let fault = fields.fault { throw SevenBitFailure(fault) }
        guard fields.isIdentity else {
            throw SevenBitFailure("a part that says it is in \(fields.shownEncoding) has octets beyond ASCII")
        }
        let isMessage = entity == .message
        let body = bytes[header.bodyStart...]
        switch (fields.type, fields.subtype) {
        case ("multipart", "signed"): throw SevenBitFailure("it is signed as it is (multipart/signed)")
        case ("multipart", let subtype):
            relabelHeader(bytes, header, fields, isMessage: isMessage, to: &output)
            try appendParts(of: body, fields, isDigest: subtype == "digest", depth: depth, to: &output)
        case ("message", "rfc822"):
            relabelHeader(bytes, header, fields, isMessage: isMessage, to: &output)
            try append(Array(body), .message, depth: depth + 1, to: &output)
        case ("message", let subtype): throw SevenBitFailure("a part is message/\(subtype), which stays as it is")
        default: appendEncoded(bytes, header, fields, isMessage: isMessage, to: &output)
        }
    }

    /// A part that holds no others, in quoted-printable or base64.
    static func appendEncoded(
        _ bytes: [UInt8], _ header: HeaderSection, _ fields: EntityFields, isMessage: Bool, to output: inout [UInt8]
    ) {
        let body = bytes[header.bodyStart...]
        let quoted = fields.type == "text" && TransferEncoder.prefersQuotedPrintable(body)
        var added: [String] = []
        if isMessage, !header.has("MIME-Version") { added.append("MIME-Version: 1.0") }
        if !header.has("Content-Type") {
            // It never said what it is; RFC 1428 has a name for what cannot be told.
            let isUTF8 = String(validating: body, as: UTF8.self) != nil
            added.append("Content-Type: text/plain; charset=\(isUTF8 ? "utf-8" : "unknown-8bit")")
        }
        added.append("Content-Transfer-Encoding: \(quoted ? "quoted-printable" : "base64")")
        appendHeader(bytes, header, fields, added, to: &output)
        if quoted {
            TransferEncoder.quotedPrintable(body, to: &output)
        } else {
            TransferEncoder.base64(body, to: &output)
        }
    }

    // MARK: - Headers

    /// A part without 8-bit octets: says so, if it said otherwise.
    private static func relabel(
        _ bytes: [UInt8], _ header: HeaderSection, _ fields: EntityFields, to output: inout [UInt8]
    ) {
        relabelHeader(bytes, header, fields, isMessage: false, to: &output)
        output.append(contentsOf: bytes[header.bodyStart...])
    }

    private static func relabelHeader(
        _ bytes: [UInt8], _ header: HeaderSection, _ fields: EntityFields, isMessage: Bool, to output: inout [UInt8]
    ) {
        var added: [String] = []
        if isMessage, !header.has("MIME-Version") { added.append("MIME-Version: 1.0") }
        guard fields.encoding == "8bit" || fields.encoding == "binary" else {
            return appendHeader(bytes, header, nil, added, to: &output)
        }
        added.append("Content-Transfer-Encoding: 7bit")
        appendHeader(bytes, header, fields, added, to: &output)
    }

    /// The header with fields added at its end, and without its transfer encoding where `fields` is given.
    private static func appendHeader(
        _ bytes: [UInt8], _ header: HeaderSection, _ fields: EntityFields?, _ added: [String],
        to output: inout [UInt8]
    ) {
        if let old = fields?.encodingRange {
            output.append(contentsOf: bytes[..<old.lowerBound])
            output.append(contentsOf: bytes[old.upperBound..<header.end])
        } else {
            output.append(contentsOf: bytes[..<header.end])
        }
        for field in added {
            output.append(contentsOf: field.utf8)
            output.append(contentsOf: [0x0D, 0x0A])
        }
        output.append(contentsOf: bytes[header.end..<header.bodyStart])
    }

    // MARK: - Multipart

    private static func appendParts(
        of body: ArraySlice<UInt8>, _ fields: EntityFields, isDigest: Bool, depth: Int, to output: inout [UInt8]
    ) throws(SevenBitFailure) {
        guard let boundary = fields.boundary else { throw SevenBitFailure("a multipart has no boundary") }
        let found = try Multipart.walk(body, boundary: boundary) { piece, isPart throws(SevenBitFailure) in
            if isPart {
                try append(Array(piece), isDigest ? .digestPart : .part, depth: depth + 1, to: &output)
            } else {
                try appendPlain(piece, to: &output)
            }
        }
        guard found else { throw SevenBitFailure("a multipart has no part") }
    }

    private static func appendPlain(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) throws(SevenBitFailure) {
        guard !bytes.contains(where: { $0 > 0x7F }) else {
            throw SevenBitFailure("there are octets beyond ASCII between its parts")
        }
        output.append(contentsOf: bytes)
    }
}

/// Why a message has no 7-bit form.
public struct SevenBitFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// A clause for a person; holds no control characters.
    public let reason: String

    public var description: String { reason }

    init(_ reason: String) { self.reason = reason }
}
