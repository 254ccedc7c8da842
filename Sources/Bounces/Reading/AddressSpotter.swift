/// Finds addresses in what a server wrote: whatever stands around an `@`, without what it is wrapped in.
enum AddressSpotter {
    struct Spot {
        let range: Range<Int>
        let address: String
        /// It stands between `<` and `>`.
        let isAngled: Bool
    }

    private static let longestLocal = 256
    private static let longestDomain = 255

    /// In order; at most so many.
    static func spots(in bytes: [UInt8], _ range: Range<Int>, most: Int = 64) -> [Spot] {
        var spots: [Spot] = []
        var from = range.lowerBound
        while from < range.upperBound, spots.count < most {
            guard let at = bytes[from..<range.upperBound].firstIndex(of: UInt8(ascii: "@")) else { break }
            guard let spot = spot(bytes, range, at, lowest: from) else {
                from = at + 1
                continue
            }
            spots.append(spot)
            from = spot.range.upperBound
        }
        return spots
    }

    static func first(in text: String, wide: Bool = false) -> String? {
        let bytes = Array(text.utf8.prefix(2_000))
        for at in bytes.indices where bytes[at] == UInt8(ascii: "@") {
            if let spot = spot(bytes, 0..<bytes.count, at, lowest: 0, isWide: wide) { return spot.address }
        }
        return nil
    }

    /// - Parameter isWide: octets beyond ASCII belong to a local-part (RFC 6531), also where no bracket says so.
    private static func spot(
        _ bytes: [UInt8], _ range: Range<Int>, _ at: Int, lowest: Int, isWide: Bool = false
    ) -> Spot? {
        guard let domainEnd = domainEnd(bytes, at + 1, range.upperBound) else { return nil }
        var start = localStart(bytes, at, max(range.lowerBound, lowest, at - longestLocal), isWide: isWide)
        // Quotes that are around all of it, and what no address begins with.
        while start < at, "'`*".utf8.contains(bytes[start]) { start += 1 }
        while start < at, bytes[start] == UInt8(ascii: "."), start + 1 < at { start += 1 }
        if bytes[start..<at].begins(with: "smtp=") { start += 5 }
        guard start < at, !bytes[start..<at].text.hasSuffix("..") else { return nil }
        let isAngled =
            start > range.lowerBound && bytes[start - 1] == UInt8(ascii: "<")
            && domainEnd < range.upperBound && bytes[domainEnd] == UInt8(ascii: ">")
        let domain = bytes[(at + 1)..<domainEnd]
        guard isAngled || isWide || domain.contains(UInt8(ascii: ".")) || domain.first == UInt8(ascii: "[") else {
            return nil
        }
        let address = bytes[start..<domainEnd].text
        return Spot(range: start..<domainEnd, address: address, isAngled: isAngled)
    }

    private static func domainEnd(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> Int? {
        let limit = min(limit, start + longestDomain)
        guard start < limit else { return nil }
        if bytes[start] == UInt8(ascii: "[") {
            guard let end = bytes[start..<limit].firstIndex(of: UInt8(ascii: "]")),
                bytes[start..<end].dropFirst().allSatisfy({ $0.isWordPart || $0 == 0x2E || $0 == 0x3A })
            else { return nil }
            return end + 1
        }
        var end = start
        var hasDot = false
        while end < limit, isDomain[Int(bytes[end])] {
            // In Chinese and Japanese no blank parts a domain from the words behind it.
            if hasDot, bytes[end] >= 0x80, bytes[start] < 0x80 { break }
            if bytes[end] == UInt8(ascii: ".") { hasDot = true }
            end += 1
        }
        while end > start, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
        // `user@example.com...User unknown`
        if let dots = bytes[start..<end].indices.first(where: {
            bytes[$0] == 0x2E && $0 + 1 < end && bytes[$0 + 1] == 0x2E
        }) {
            end = dots
        }
        guard end > start, bytes[start] != UInt8(ascii: ".") else { return nil }
        return end
    }

    private static func localStart(_ bytes: [UInt8], _ at: Int, _ lowest: Int, isWide: Bool) -> Int {
        var start = at
        if start > lowest, bytes[start - 1] == UInt8(ascii: "\"") {
            var open = start - 2
            while open >= lowest, bytes[open] != 0x0A {
                if bytes[open] == UInt8(ascii: "\"") { return open }
                open -= 1
            }
            return at
        }
        while start > lowest, isAtom[Int(bytes[start - 1])] { start -= 1 }
        guard start > lowest, bytes[start - 1] >= 0x80 else { return start }
        var wide = start
        while wide > lowest, isAtom[Int(bytes[wide - 1])] || bytes[wide - 1] >= 0x80 { wide -= 1 }
        // In Chinese and Japanese no blank parts an address from the words before it.
        let isOpen = wide > lowest && bytes[wide - 1] == UInt8(ascii: "<")
        return isWide || isOpen ? wide : start
    }

    private static let isAtom: [Bool] = (0..<256).map {
        let byte = UInt8($0)
        return byte.isWordPart || "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
    }

    private static let isDomain: [Bool] = (0..<256).map {
        let byte = UInt8($0)
        return byte.isWordPart || byte == 0x2E || byte == 0x2D || byte == 0x5F || byte >= 0x80
    }
}
