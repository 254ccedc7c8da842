/// The Message-ID field of a message.
enum MessageID {
    static func find(in content: [UInt8]) -> String? {
        let name = Array("message-id:".utf8)
        for line in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
            // The header ends here.
            if line.isEmpty || line.elementsEqual([0x0D]) { return nil }
            guard line.count > name.count, zip(line, name).allSatisfy({ ($0 | 0x20) == $1 || $0 == $1 }) else {
                continue
            }
            let value = line.dropFirst(name.count).filter { $0 > 0x20 && $0 != 0x7F }
            return String(decoding: value.prefix(998), as: UTF8.self)
        }
        return nil
    }
}
