import FanmailBasics

/// Undoes the transfer encoding of a part that came in (RFC 2045, 6): as far as it goes, since nothing of it is trusted.
package enum TransferDecoding {
    /// - Returns: the octets; nil for an encoding that is not known.
    package static func decoded(_ body: ArraySlice<UInt8>, _ entity: EntityFields) -> ArraySlice<UInt8>? {
        if entity.isIdentity { return body }
        switch entity.encoding {
        case "base64": return Base64.decodedLeniently(body)[...]
        case "quoted-printable": return quotedPrintable(body)[...]
        default: return nil
        }
    }

    /// RFC 2045, 6.7; what is not well-formed stays as it is.
    package static func quotedPrintable(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(body.count)
        var at = body.startIndex
        while at < body.endIndex {
            guard body[at] == UInt8(ascii: "=") else {
                result.append(body[at])
                at += 1
                continue
            }
            if at + 2 < body.endIndex, let octet = Hex.octet(body[at + 1], body[at + 2]) {
                result.append(octet)
                at += 3
                continue
            }
            // A soft line end, which may have blanks before it.
            let end = body[(at + 1)...].firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } ?? body.endIndex
            if end == body.endIndex || body[end] == 0x0A {
                at = min(end + 1, body.endIndex)
            } else {
                result.append(body[at])
                at += 1
            }
        }
        return result
    }
}
