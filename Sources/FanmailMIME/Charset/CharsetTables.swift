import FanmailBasics

/// Reads texts in several charsets: each is looked up once, of which there are some dozens.
struct CharsetTables {
    private var tables: [String: SystemCharset?] = [:]

    /// - Returns: nil where the charset is not known, or not here.
    mutating func text(of octets: ArraySlice<UInt8>, _ charset: Charset) -> String? {
        switch charset {
        case .utf8: return String(decoding: octets, as: UTF8.self)
        case .unlabelled: return Self.unlabelled(octets)
        case .windows1252: return Windows1252.text(octets)
        case .unknown: return nil
        case .table(let name):
            if let known = tables[name] { return known?.text(of: octets) }
            let table = SystemCharset(name)
            tables[name] = .some(table)
            return table?.text(of: octets)
        }
    }

    /// Of what says nothing of itself.
    static func unlabelled(_ octets: ArraySlice<UInt8>) -> String {
        String(validating: octets, as: UTF8.self) ?? Windows1252.text(octets)
    }
}
