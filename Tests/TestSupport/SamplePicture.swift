/// Pictures that tests make: PNG without compression.
package enum SamplePicture {
    /// - Parameters:
    ///   - edge: red, green, blue and alpha of the outermost pixels.
    ///   - ink: of all others.
    package static func png(
        width: Int, height: Int, edge: [UInt8] = [200, 220, 240, 255], ink: [UInt8] = [60, 100, 160, 255]
    ) -> [UInt8] {
        var rows: [UInt8] = []
        for y in 0..<height {
            rows.append(0)
            for x in 0..<width {
                let isEdge = y == 0 || x == 0 || y == height - 1 || x == width - 1
                rows += isEdge ? edge : ink
            }
        }
        var data: [UInt8] = [0x78, 0x01]
        var at = 0
        repeat {
            let piece = rows[at..<min(at + 65_535, rows.count)]
            at += piece.count
            data.append(at == rows.count ? 1 : 0)
            let length = UInt16(piece.count)
            for word in [length, ~length] { data += [UInt8(word & 0xFF), UInt8(word >> 8)] }
            data += piece
        } while at < rows.count
        data += number(adler(rows))
        let header: [UInt8] = number(UInt32(width)) + number(UInt32(height)) + [8, 6, 0, 0, 0]
        var picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        picture += chunk("IHDR", header)
        picture += chunk("IDAT", data)
        picture += chunk("IEND", [])
        return picture
    }

    private static func number(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let whole = Array(name.utf8) + body
        return number(UInt32(body.count)) + whole + number(crc(whole))
    }

    private static let table: [UInt32] = (0..<256).map { index in
        var value = UInt32(index)
        for _ in 0..<8 {
            let isOdd = value & 1 == 1
            value >>= 1
            if isOdd { value ^= 0xEDB8_8320 }
        }
        return value
    }

    private static func crc(_ octets: [UInt8]) -> UInt32 {
        var value = UInt32.max
        for octet in octets {
            let index = Int(UInt8(truncatingIfNeeded: value) ^ octet)
            value = table[index] ^ (value >> 8)
        }
        return ~value
    }

    private static func adler(_ octets: [UInt8]) -> UInt32 {
        var (one, two): (UInt32, UInt32) = (1, 0)
        for octet in octets {
            one = (one + UInt32(octet)) % 65_521
            two = (two + one) % 65_521
        }
        return two << 16 | one
    }
}
