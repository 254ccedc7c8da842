#if canImport(Glibc)
    import Glibc
#endif

/// Text in whatever charset it came.
enum CharsetText {
    /// What cannot be read in its charset is replaced; of a charset that is not known here octets beyond ASCII are.
    static func decode(_ octets: ArraySlice<UInt8>, _ charset: String?) -> String {
        switch charset?.lowercased() {
        case nil: String(validating: octets, as: UTF8.self) ?? latin1(octets)
        case "utf-8", "utf8", "us-ascii", "ascii": String(decoding: octets, as: UTF8.self)
        case "iso-8859-1", "latin1": latin1(octets)
        case let name?: converted(octets, name) ?? String(decoding: octets, as: UTF8.self)
        }
    }

    private static func latin1(_ octets: ArraySlice<UInt8>) -> String {
        String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
    }

    /// By the system's own tables; nil where it has none of that name.
    private static func converted(_ octets: ArraySlice<UInt8>, _ charset: String) -> String? {
        #if canImport(Glibc)
            // Nothing of the name may be an instruction to the library, such as //TRANSLIT.
            guard charset.utf8.count <= 40, charset.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }),
                let table = iconv_open("UTF-8", charset), table != iconv_t(bitPattern: -1)
            else { return nil }
            defer { iconv_close(table) }
            var input = octets.map { CChar(bitPattern: $0) }
            var output: [CChar] = Array(repeating: 0, count: 4096)
            var text: [UInt8] = []
            input.withUnsafeMutableBufferPointer { input in
                var next = input.baseAddress
                var left = input.count
                while left > 0 {
                    let code = output.withUnsafeMutableBufferPointer { output -> Int in
                        var place = output.baseAddress
                        var room = output.count
                        let result = iconv(table, &next, &left, &place, &room)
                        let code = result == Int(bitPattern: UInt.max) ? Int(errno) : 0
                        text += output.prefix(output.count - room).map { UInt8(bitPattern: $0) }
                        return code
                    }
                    if code == 0 || code == Int(E2BIG) { continue }
                    // An octet that is none there, or half of a character at the end.
                    text += Array("\u{FFFD}".utf8)
                    next = next?.advanced(by: 1)
                    left -= 1
                }
            }
            return String(decoding: text, as: UTF8.self)
        #else
            return nil
        #endif
    }
}
