/// Placeholders in addresses, in the form that `TemplateText.written` gives.
enum PlaceholderAddress {
    /// What the list itself gives leads where it should.
    private static let trusted: Set<String> = ["unsubscribe.url", "confirm.url", "list.unsubscribe", "list.address"]

    /// The address in which those placeholders that could give it its scheme stand for nothing harmful.
    static func guarded(_ address: String) -> String {
        let bytes = Array(address.utf8)
        var output: [UInt8] = []
        var (at, depth) = (0, 0)
        while at < bytes.count {
            if let close = tagEnd(at, in: bytes) {
                depth += step(bytes[at + 2])
                output += guarded(tag: bytes[at..<close])
                at = close
                continue
            }
            // Behind these the address has its scheme, or none.
            if depth == 0,
                [UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains(bytes[at])
            {
                output += bytes[at...]
                break
            }
            output.append(bytes[at])
            at += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The value of a `style` attribute, in which those at the beginning of a `url(…)` are guarded.
    static func guarded(inStyle style: String) -> String {
        let bytes = Array(style.utf8)
        guard bytes.firstRange(of: [0x7B, 0x7B] as [UInt8]) != nil else { return style }
        var output: [UInt8] = []
        var at = 0
        while at < bytes.count {
            guard let close = tagEnd(at, in: bytes) else {
                output.append(bytes[at])
                at += 1
                continue
            }
            let before = bytes[..<at].reversed().prefix(16).drop { $0.isMarkupSpace || $0 == 0x22 || $0 == 0x27 }
            let isAddress = before.prefix(4).map(\.lowercase).elementsEqual("(lru".utf8)
            output += isAddress ? guarded(tag: bytes[at..<close]) : Array(bytes[at..<close])
            at = close
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func tagEnd(_ index: Int, in bytes: [UInt8]) -> Int? {
        guard bytes[index] == UInt8(ascii: "{"), index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "{") else {
            return nil
        }
        return bytes[index...].firstRange(of: [0x7D, 0x7D] as [UInt8])?.upperBound
    }

    private static func step(_ mark: UInt8) -> Int {
        switch mark {
        case UInt8(ascii: "#"), UInt8(ascii: "^"): 1
        case UInt8(ascii: "/"): -1
        default: 0
        }
    }

    private static func guarded(tag: ArraySlice<UInt8>) -> [UInt8] {
        let inner = tag.dropFirst(2).dropLast(2)
        let isVariable = inner.first.map { !"#^/=%&>".utf8.contains($0) } ?? false
        guard isVariable, !trusted.contains(String(decoding: inner, as: UTF8.self)) else { return Array(tag) }
        return Array("{{%".utf8) + inner + Array("}}".utf8)
    }
}
