import FanmailBasics

/// Undoes the transfer encoding of a part that came in (RFC 2045, 6): as far as it goes, since nothing of it is trusted.
package enum TransferDecoding {
    /// - Returns: the octets; nil for an encoding that is not known.
    package static func decoded(_ body: ArraySlice<UInt8>, _ entity: EntityFields) -> ArraySlice<UInt8>? {
        if entity.isIdentity { return body }
        switch entity.encoding {
        case "base64": return base64(body)[...]
        case "quoted-printable": return quotedPrintable(body)[...]
        default: return nil
        }
    }

    private static func base64(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(body.count / 4 * 3)
        var (value, bits) = (0, 0)
        for byte in body {
            let digit: Int
            switch byte {
            case 0x41...0x5A: digit = Int(byte) - 0x41
            case 0x61...0x7A: digit = Int(byte) - 0x61 + 26
            case 0x30...0x39: digit = Int(byte) - 0x30 + 52
            case UInt8(ascii: "+"): digit = 62
            case UInt8(ascii: "/"): digit = 63
            case UInt8(ascii: "="): return result
            default: continue
            }
            (value, bits) = ((value << 6 | digit) & 0xFFFF, bits + 6)
            guard bits >= 8 else { continue }
            bits -= 8
            result.append(UInt8(value >> bits & 0xFF))
        }
        return result
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
