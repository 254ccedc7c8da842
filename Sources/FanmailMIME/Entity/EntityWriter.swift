import FanmailBasics

/// A MIME entity to be written: a part with octets, or parts together (RFC 2045, RFC 2046).
public indirect enum Entity: Sendable {
    /// Text with LF at the ends of lines.
    case text(subtype: String, text: String, isFlowed: Bool = false)
    /// Octets, always in base64; with a content-id they are shown within a related part (RFC 2392).
    case file(type: String, name: String, contentID: String?, octets: [UInt8])
    case parts(subtype: String, [Entity])
}

/// Writes an entity's header fields and body.
///
/// The same entity and seed give the same octets. Every line is ASCII and has at most 78 octets. A boundary begins with
/// `=_`, which neither quoted-printable nor base64 can hold, and text with it is never left as it is: none can collide.
public struct EntityWriter: Sendable {
    private let seed: UInt64
    private var count: UInt64 = 0

    public init(seed: UInt64) { self.seed = seed }

    /// - Parameter header: the fields of the whole message that come before.
    public mutating func message(
        _ entity: Entity, header: HeaderWriter
    ) throws(HeaderValueFailure) -> [UInt8] {
        var output = header.bytes
        try write(entity, to: &output)
        return output
    }

    private mutating func write(_ entity: Entity, to output: inout [UInt8]) throws(HeaderValueFailure) {
        var header = HeaderWriter()
        switch entity {
        case .text(let subtype, let text, let isFlowed):
            var parameters = [(name: "charset", value: "utf-8")]
            if isFlowed { parameters.append(("format", "flowed")) }
            try header.append("Content-Type", token: "text/\(subtype)", parameters: parameters)
            var text = text
            let encoding = text.withUTF8(Self.encoding)
            try header.append("Content-Transfer-Encoding", text: encoding)
            output += header.bytes + [0x0D, 0x0A]
            text.withUTF8 { Self.append($0, in: encoding, to: &output) }
        case .file(let type, let name, let contentID, let octets):
            // Without it text is ASCII for some, and whatever they like for others (RFC 2046, 4.1.2; RFC 5545, 8.1).
            let isUTF8 = type.hasPrefix("text/") && String(validating: octets, as: UTF8.self) != nil
            try header.append(
                "Content-Type", token: type, parameters: (isUTF8 ? [("charset", "utf-8")] : []) + [("name", name)])
            try header.append("Content-Transfer-Encoding", text: "base64")
            if let contentID { try header.append("Content-ID", displayName: nil, address: "<\(contentID)>") }
            try header.append(
                "Content-Disposition", token: contentID == nil ? "attachment" : "inline",
                parameters: [("filename", name)])
            output += header.bytes + [0x0D, 0x0A]
            TransferEncoder.base64(octets[...], to: &output)
            output += [0x0D, 0x0A]
        case .parts(let subtype, let parts):
            count += 1
            let boundary = "=_\(Hex.padded(Self.mixed(seed ^ (count &* 0x9E37_79B9_7F4A_7C15)), width: 16))"
            var parameters = [(name: "boundary", value: boundary)]
            if subtype == "related" {
                parameters.append(("type", Self.type(of: parts.first)))
            }
            try header.append("Content-Type", token: "multipart/\(subtype)", parameters: parameters)
            output += header.bytes
            for part in parts {
                output += "\r\n--\(boundary)\r\n".utf8
                try write(part, to: &output)
            }
            output += "\r\n--\(boundary)--\r\n".utf8
        }
    }

    private static func encoding(of text: UnsafeBufferPointer<UInt8>) -> String {
        isPlain(text) ? "7bit" : TransferEncoder.prefersQuotedPrintable(text) ? "quoted-printable" : "base64"
    }

    private static func append(_ text: UnsafeBufferPointer<UInt8>, in encoding: String, to output: inout [UInt8]) {
        switch encoding {
        case "7bit": output += withLineEnds(text)
        case "base64":
            TransferEncoder.base64(withLineEnds(text)[...], to: &output)
            output += [0x0D, 0x0A]
        default:
            TransferEncoder.quotedPrintable(text, to: &output)
            if let last = text.last, last != 0x0A, last != 0x0D { output += [0x0D, 0x0A] }
        }
    }

    private static func type(of entity: Entity?) -> String {
        switch entity {
        case .text(let subtype, _, _): "text/\(subtype)"
        case .file(let type, _, _, _): type
        case .parts(let subtype, _): "multipart/\(subtype)"
        case nil: "text/plain"
        }
    }

    /// Whatever the ends of lines are, they become CRLF; a last line without one gets it.
    private static func withLineEnds(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 24 + 2)
        var start = 0
        for at in 0..<bytes.count {
            // Most are above both.
            guard bytes[at] <= 0x0D, bytes[at] == 0x0A || bytes[at] == 0x0D else { continue }
            result.append(contentsOf: bytes[start..<at])
            start = at + 1
            // The CR of a CRLF: the LF ends the line.
            if bytes[at] == 0x0D, start < bytes.count, bytes[start] == 0x0A { continue }
            result.append(0x0D)
            result.append(0x0A)
        }
        if start < bytes.count {
            result.append(contentsOf: bytes[start...])
            result.append(0x0D)
            result.append(0x0A)
        }
        return result
    }

    /// ASCII in short lines, in which no relay finds anything to change.
    private static func isPlain(_ octets: UnsafeBufferPointer<UInt8>) -> Bool {
        var column = 0
        var isLineStart = true
        for at in octets.indices {
            let byte = octets[at]
            switch byte {
            case 0x0A, 0x0D:
                column = 0
                isLineStart = true
                continue
            case 0x09, 0x20...0x7E: column += 1
            default: return false
            }
            if column > 78 || isLineStart && (byte == UInt8(ascii: ".") || octets[at...].starts(with: "From ".utf8)) {
                return false
            }
            if byte == UInt8(ascii: "="), at + 1 < octets.count, octets[at + 1] == UInt8(ascii: "_") { return false }
            isLineStart = false
        }
        return true
    }

    /// One step of SplitMix64.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
