/// The relaxed canonical forms of header fields and bodies (RFC 6376, 3.4.2 and 3.4.4).
enum DKIMCanonicalForm {
    /// Appends a field, its folding taken out, with a CRLF unless it is the signature itself.
    static func append(
        name: ArraySlice<UInt8>, value: ArraySlice<UInt8>, endsLine: Bool = true, to output: inout [UInt8]
    ) {
        for byte in name where byte != 0x20 && byte != 0x09 {
            output.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
        output.append(UInt8(ascii: ":"))
        let start = output.count
        var isBlank = false
        for byte in value {
            switch byte {
            case 0x20, 0x09: isBlank = true
            case 0x0D, 0x0A: break
            default:
                if isBlank, output.count > start { output.append(0x20) }
                isBlank = false
                output.append(byte)
            }
        }
        if endsLine {
            output.append(0x0D)
            output.append(0x0A)
        }
    }

    /// The body, whose lines end in CRLF. A CR or an LF alone is an octet like any other (RFC 6376, 2.3), and so no more
    /// comes out than went in, but for the last line end: the room for that is not checked.
    static func body(_ body: ArraySlice<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: body.count + 2) { output, count in
            var lineEnds = 0
            var isBlank = false
            body.withUnsafeBufferPointer { body in
                var at = 0
                while at < body.count {
                    let byte = body[at]
                    at += 1
                    switch byte {
                    case 0x20, 0x09: isBlank = true
                    case 0x0D where at < body.count && body[at] == 0x0A:
                        at += 1
                        isBlank = false
                        lineEnds += 1
                    default:
                        // Held back until something follows: blanks before a line's end and lines before the end do not count.
                        while lineEnds > 0 {
                            output[count] = 0x0D
                            output[count + 1] = 0x0A
                            count += 2
                            lineEnds -= 1
                        }
                        if isBlank {
                            output[count] = 0x20
                            count += 1
                            isBlank = false
                        }
                        output[count] = byte
                        count += 1
                    }
                }
            }
            if count > 0 {
                output[count] = 0x0D
                output[count + 1] = 0x0A
                count += 2
            }
        }
    }
}
