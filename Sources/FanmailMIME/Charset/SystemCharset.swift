#if canImport(Glibc)
    import Glibc
#endif

/// A charset by the system's own table, where it has them (iconv).
final class SystemCharset {
    #if canImport(Glibc)
        private static let replacement = Array("\u{FFFD}".utf8)

        private let table: iconv_t
        /// Octets of the smallest thing that can be passed over.
        private let unit: Int

        /// Nil where there is none of that name.
        ///
        /// - Parameter name: one of ours: the system takes instructions in it.
        init?(_ name: String) {
            guard let table = iconv_open("UTF-8", name), table != iconv_t(bitPattern: -1) else { return nil }
            self.table = table
            unit = name.hasPrefix("UTF-16") ? 2 : name.hasPrefix("UTF-32") ? 4 : 1
        }

        deinit { iconv_close(table) }

        /// What cannot be read is replaced, octet by octet, or in UTF-16 and UTF-32 unit by unit.
        func text(of octets: ArraySlice<UInt8>) -> String {
            // As at the beginning: of the last text a shift may have been left.
            iconv(table, nil, nil, nil, nil)
            var input = octets.map { CChar(bitPattern: $0) }
            var text: [UInt8] = []
            input.withUnsafeMutableBufferPointer { input in
                var next = input.baseAddress
                var left = input.count
                while left > 0 {
                    let code = convert(&next, &left, into: &text)
                    if code == 0 || code == E2BIG { continue }
                    // An octet that is none there, or half of a character at the end.
                    text += Self.replacement
                    let passed = min(unit, left)
                    next = next?.advanced(by: passed)
                    left -= passed
                }
            }
            // Some hold a letter back, since an accent may follow it.
            var (next, left): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
            _ = convert(&next, &left, into: &text)
            return String(decoding: text, as: UTF8.self)
        }

        /// - Returns: 0, or why it stopped.
        private func convert(
            _ next: inout UnsafeMutablePointer<CChar>?, _ left: inout Int, into text: inout [UInt8]
        ) -> Int32 {
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { output in
                var place = output.baseAddress
                var room = output.count
                // With nothing to read it hands over what it holds back.
                let result =
                    next == nil
                    ? iconv(table, nil, nil, &place, &room) : iconv(table, &next, &left, &place, &room)
                let code = result == Int(bitPattern: UInt.max) ? errno : 0
                for octet in output.prefix(output.count - room) { text.append(UInt8(bitPattern: octet)) }
                return code
            }
        }
    #else
        init?(_ name: String) { return nil }

        func text(of octets: ArraySlice<UInt8>) -> String { String(decoding: octets, as: UTF8.self) }
    #endif
}
