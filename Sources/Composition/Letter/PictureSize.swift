/// What a picture's first octets say of its size, in pixels.
struct PictureSize: Equatable {
    let width: Int
    let height: Int

    /// Nil of what is no PNG, JPEG, GIF or WebP, or says nothing that can be.
    init?(_ octets: [UInt8]) {
        let size: (Int, Int)?
        switch PictureType.of(octets) {
        case "image/png": size = Self.png(octets)
        case "image/gif": size = Self.gif(octets)
        case "image/jpeg": size = Self.jpeg(octets)
        case "image/webp": size = Self.webp(octets)
        default: size = nil
        }
        guard let size, (1...100_000).contains(size.0), (1...100_000).contains(size.1) else { return nil }
        (width, height) = size
    }

    /// As it is shown where it may be so wide.
    func fitted(to most: Int) -> (width: Int, height: Int) {
        let shown = min(width, most)
        return (shown, max(1, (height * shown + width / 2) / width))
    }

    private static func number(_ octets: some Collection<UInt8>) -> Int { octets.reduce(0) { $0 << 8 | Int($1) } }

    /// Of IHDR (PNG, 11.2.2).
    private static func png(_ octets: [UInt8]) -> (Int, Int)? {
        guard octets.count >= 24, octets[12..<16].elementsEqual("IHDR".utf8) else { return nil }
        return (number(octets[16..<20]), number(octets[20..<24]))
    }

    private static func gif(_ octets: [UInt8]) -> (Int, Int)? {
        guard octets.count >= 10 else { return nil }
        return (number(octets[6..<8].reversed()), number(octets[8..<10].reversed()))
    }

    /// Of the first frame header (ITU-T T.81, B.2.2).
    private static func jpeg(_ octets: [UInt8]) -> (Int, Int)? {
        var at = 2
        while at + 9 < octets.count {
            guard octets[at] == 0xFF else { return nil }
            let marker = octets[at + 1]
            switch marker {
            case 0xFF: at += 1
            case 0x01, 0xD0...0xD7: at += 2
            case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
                return (number(octets[(at + 7)..<(at + 9)]), number(octets[(at + 5)..<(at + 7)]))
            default:
                let length = number(octets[(at + 2)..<(at + 4)])
                guard length >= 2 else { return nil }
                at += 2 + length
            }
        }
        return nil
    }

    /// Of the first chunk: `VP8X`, `VP8L` or `VP8 `.
    private static func webp(_ octets: [UInt8]) -> (Int, Int)? {
        guard octets.count >= 30 else { return nil }
        switch String(decoding: octets[12..<16], as: UTF8.self) {
        case "VP8X": return (1 + number(octets[24..<27].reversed()), 1 + number(octets[27..<30].reversed()))
        case "VP8L":
            let bits = number(octets[21..<25].reversed())
            return (1 + bits & 0x3FFF, 1 + bits >> 14 & 0x3FFF)
        case "VP8 ": return (number(octets[26..<28].reversed()) & 0x3FFF, number(octets[28..<30].reversed()) & 0x3FFF)
        default: return nil
        }
    }
}
