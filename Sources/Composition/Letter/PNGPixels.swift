import FanmailBasics
import Zlib

/// What the pixels of a PNG are like at its edge, and all together (PNG, third edition).
struct PNGPixels {
    /// How much of the edge can be looked through, from 0 to 1.
    let clearShare: Double
    /// The mean luminance of the edge where it cannot.
    let edge: Double
    /// The mean luminance of all that can be seen.
    let ink: Double

    private static let mostPixels = 16 << 20

    private struct Header {
        let width: Int
        let height: Int
        let depth: Int
        let kind: UInt8

        /// Samples in a pixel.
        var channels: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][kind] ?? 1 }
        var rowOctets: Int { (width * depth * channels + 7) / 8 }
        /// Whole octets in a pixel, at least one.
        var step: Int { max(1, depth * channels / 8) }
    }

    /// Nil of one that is interlaced, has 16 bits a sample, is very large, or is broken.
    init?(_ octets: [UInt8]) {
        guard octets.count > 33, octets[12..<16].elementsEqual("IHDR".utf8), octets[28] == 0 else { return nil }
        func number(_ at: Int) -> Int { octets[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
        let header = Header(width: number(16), height: number(20), depth: Int(octets[24]), kind: octets[25])
        guard [1, 2, 4, 8].contains(header.depth), [0, 2, 3, 4, 6].contains(header.kind), header.width > 0,
            header.height > 0, header.width <= 1 << 16, header.height <= 1 << 16,
            header.width * header.height <= Self.mostPixels
        else { return nil }
        var (data, palette, alphas): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
        var at = 8
        while at + 12 <= octets.count {
            let (length, end) = (number(at), at + 8 + number(at))
            guard end + 4 <= octets.count else { break }
            let body = octets[(at + 8)..<end]
            switch String(decoding: octets[(at + 4)..<(at + 8)], as: UTF8.self) {
            case "IDAT": data += body
            case "PLTE": palette = Array(body)
            case "tRNS": alphas = Array(body)
            default: break
            }
            at += 12 + length
        }
        guard let rows = Self.unpacked(data, (header.rowOctets + 1) * header.height) else { return nil }
        var sums = Sums()
        var (before, row) = ([UInt8](repeating: 0, count: header.rowOctets), [UInt8]())
        for y in 0..<header.height {
            let start = y * (header.rowOctets + 1)
            row = Array(rows[(start + 1)..<(start + 1 + header.rowOctets)])
            guard Self.unfilter(&row, before, rows[start], header.step) else { return nil }
            for x in 0..<header.width {
                let isEdge = y == 0 || y == header.height - 1 || x == 0 || x == header.width - 1
                sums.add(Self.pixel(x, row, header, palette, alphas), isEdge: isEdge)
            }
            swap(&before, &row)
        }
        clearShare = sums.edges > 0 ? Double(sums.clear) / Double(sums.edges) : 0
        edge = sums.edges > sums.clear ? sums.edge / Double(sums.edges - sums.clear) : 0
        ink = sums.seen > 0 ? sums.ink / Double(sums.seen) : 1
    }

    private struct Sums {
        var (edges, clear, seen) = (0, 0, 0)
        var (edge, ink) = (0.0, 0.0)
        private static let linear = (0...255).map {
            Colour(red: UInt8($0), green: UInt8($0), blue: UInt8($0)).luminance
        }

        mutating func add(_ pixel: (red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8), isEdge: Bool) {
            let isClear = pixel.alpha < 128
            let light =
                0.2126 * Self.linear[Int(pixel.red)] + 0.7152 * Self.linear[Int(pixel.green)] + 0.0722
                * Self.linear[Int(pixel.blue)]
            if isEdge {
                edges += 1
                if isClear { clear += 1 } else { edge += light }
            }
            if !isClear {
                seen += 1
                ink += light
            }
        }
    }

    private static func pixel(
        _ x: Int, _ row: [UInt8], _ header: Header, _ palette: [UInt8], _ alphas: [UInt8]
    ) -> (red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8) {
        func sample(_ channel: Int) -> UInt8 {
            let index = x * header.channels + channel
            guard header.depth < 8 else { return row[index] }
            let bit = index * header.depth
            return row[bit / 8] >> (8 - header.depth - bit % 8) & (1 << header.depth - 1)
        }
        switch header.kind {
        case 2: return (sample(0), sample(1), sample(2), 255)
        case 3:
            let index = Int(sample(0))
            guard index * 3 + 2 < palette.count else { return (0, 0, 0, 255) }
            return (
                palette[index * 3], palette[index * 3 + 1], palette[index * 3 + 2],
                index < alphas.count ? alphas[index] : 255
            )
        case 6: return (sample(0), sample(1), sample(2), sample(3))
        default:
            let grey = UInt8(Int(sample(0)) * 255 / (1 << header.depth - 1))
            return (grey, grey, grey, header.kind == 4 ? sample(1) : 255)
        }
    }

    /// PNG, 9.2.
    private static func unfilter(_ row: inout [UInt8], _ before: [UInt8], _ filter: UInt8, _ step: Int) -> Bool {
        guard filter <= 4 else { return false }
        guard filter > 0 else { return true }
        for index in row.indices {
            let left = index >= step ? Int(row[index - step]) : 0
            let up = Int(before[index])
            let corner = index >= step ? Int(before[index - step]) : 0
            let guess: Int
            switch filter {
            case 1: guess = left
            case 2: guess = up
            case 3: guess = (left + up) / 2
            default:
                let whole = left + up - corner
                let (a, b, c) = (abs(whole - left), abs(whole - up), abs(whole - corner))
                guess = a <= b && a <= c ? left : b <= c ? up : corner
            }
            row[index] &+= UInt8(truncatingIfNeeded: guess)
        }
        return true
    }

    /// Exactly so many octets, or nil.
    private static func unpacked(_ data: [UInt8], _ count: Int) -> [UInt8]? {
        var stream = z_stream()
        guard zlib_begin_inflate(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var (data, output) = (data, [UInt8](repeating: 0, count: count))
        let isWhole = data.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { room in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = room.baseAddress
                stream.avail_out = UInt32(room.count)
                _ = inflate(&stream, Z_FINISH)
                return stream.avail_out == 0
            }
        }
        return isWhole ? output : nil
    }
}
