import FanmailBasics
import Histogram
import Zlib

/// Histograms as text: HdrHistogram's compressed encoding V2 in base64, which the tools of the field read and write
/// (<https://github.com/HdrHistogram/HdrHistogram>). The values are microseconds.
enum HistogramText {
    private static let cookie: UInt32 = 0x1C84_9313
    private static let compressedCookie: UInt32 = 0x1C84_9314
    private static let headSize = 40
    /// Of what is unpacked. The largest of ours has 23,552 buckets of at most nine octets.
    private static let longest = 1 << 20

    static func text(_ histogram: Histogram<UInt64>) -> String? {
        guard let layout = BucketLayout(digits: 3), histogram.totalCount > 0 else { return nil }
        let cells = histogram.recordedValues().map { (layout.index(of: $0.value), $0.count) }
        return text(cells, digits: 3, highest: histogram.highestTrackableValue)
    }

    /// With two digits, which are more than it has: each count stands in the middle of its bucket.
    static func text(_ histogram: CoarseHistogram) -> String? {
        guard let layout = BucketLayout(digits: 2), histogram.count > 0 else { return nil }
        let cells = histogram.cells.map { cell in
            let coarse = CoarseHistogram.layout
            let middle = coarse.lowest(at: cell.index) + coarse.width(at: cell.index) / 2
            return (layout.index(of: middle), UInt64(cell.count))
        }
        return text(cells, digits: 2, highest: 3_600_000_000)
    }

    private static func text(_ cells: [(index: Int, count: UInt64)], digits: Int, highest: UInt64) -> String? {
        var payload: [UInt8] = []
        var next = 0
        for (index, count) in cells {
            // One zero stands for itself, several as their number, negative.
            if index > next { append(index - next == 1 ? 0 : -Int64(index - next), to: &payload) }
            append(Int64(clamping: count), to: &payload)
            next = index + 1
        }
        var plain: [UInt8] = []
        append(cookie, to: &plain)
        append(UInt32(payload.count), to: &plain)
        append(UInt32(0), to: &plain)
        append(UInt32(digits), to: &plain)
        append(UInt64(1), to: &plain)
        append(highest, to: &plain)
        append(1.0.bitPattern, to: &plain)
        plain += payload
        guard let packed = packed(plain) else { return nil }
        var whole: [UInt8] = []
        append(compressedCookie, to: &whole)
        append(UInt32(packed.count), to: &whole)
        return Base64.encoded(whole + packed)
    }

    /// Buckets with something in them, in order; nil for what is no such text.
    static func cells(_ text: String) -> (digits: Int, cells: [(index: Int, count: UInt64)])? {
        guard text.utf8.count <= longest, let whole = Base64.decoded(Array(text.utf8)[...]), whole.count > 8,
            number(whole[0..<4]) == UInt64(compressedCookie), let plain = unpacked(Array(whole[8...])),
            plain.count >= headSize, number(plain[0..<4]) == UInt64(cookie), number(plain[8..<12]) == 0,
            number(plain[16..<24]) == 1
        else { return nil }
        let digits = Int(number(plain[12..<16]))
        guard let layout = BucketLayout(digits: digits) else { return nil }
        let most = layout.index(of: 1 << 52)
        var rest = plain[headSize...]
        var cells: [(index: Int, count: UInt64)] = []
        var index = 0
        while !rest.isEmpty {
            guard let value = takeNumber(from: &rest), value > Int64(-most), index <= most else { return nil }
            if value > 0 { cells.append((index, UInt64(value))) }
            index += value < 0 ? Int(-value) : 1
        }
        return (digits, cells)
    }

    /// Nil for what is no such text, or not of three digits.
    ///
    /// - Parameter longest: the largest value, in milliseconds, which a histogram knows beside its buckets.
    static func histogram(_ text: String, longest: Double = 0) -> Histogram<UInt64>? {
        guard let layout = BucketLayout(digits: 3), let (digits, cells) = cells(text), digits == 3 else { return nil }
        var histogram = LoadStatistics.histogram()
        var total: UInt64 = 0
        for (index, count) in cells {
            // What no run of ours can hold.
            total = total.addingReportingOverflow(count).partialValue
            guard count < 1 << 53, total < 1 << 53 else { return nil }
            let lowest = layout.lowest(at: index)
            let exact = UInt64(min(max(0, longest * 1000), 1e12).rounded())
            let value = layout.index(of: exact) == index ? exact : lowest
            guard histogram.record(value, count: count) else { return nil }
        }
        return histogram
    }

    static func coarse(_ text: String) -> CoarseHistogram? {
        guard let (digits, cells) = cells(text), let layout = BucketLayout(digits: digits) else { return nil }
        var histogram = CoarseHistogram()
        for (index, count) in cells {
            guard count < 1 << 40 else { return nil }
            histogram.record(layout.lowest(at: index), count: Int(count))
        }
        return histogram
    }

    // MARK: - Octets

    private static func append(_ value: some FixedWidthInteger, to octets: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { octets += $0 }
    }

    private static func number(_ octets: ArraySlice<UInt8>) -> UInt64 { octets.reduce(0) { $0 << 8 | UInt64($1) } }

    /// ZigZag, then seven bits an octet, the lowest first; a ninth octet has eight.
    private static func append(_ value: Int64, to octets: inout [UInt8]) {
        var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
        for _ in 0..<8 {
            guard rest > 0x7F else { break }
            octets.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        octets.append(UInt8(truncatingIfNeeded: rest))
    }

    private static func takeNumber(from octets: inout ArraySlice<UInt8>) -> Int64? {
        var value: UInt64 = 0
        for place in 0..<9 {
            guard let octet = octets.popFirst() else { return nil }
            let isLast = place == 8 || octet & 0x80 == 0
            value |= UInt64(place == 8 ? octet : octet & 0x7F) << (7 * UInt64(place))
            if isLast { break }
        }
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    private static func packed(_ plain: [UInt8]) -> [UInt8]? {
        var size = compressBound(UInt(plain.count))
        var packed = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&packed, &size, plain, UInt(plain.count), Z_DEFAULT_COMPRESSION) == Z_OK else { return nil }
        return Array(packed.prefix(Int(size)))
    }

    private static func unpacked(_ packed: [UInt8]) -> [UInt8]? {
        // Most are small.
        for room in [8 << 10, longest] {
            var size = UInt(room)
            var plain = [UInt8](repeating: 0, count: room)
            switch uncompress(&plain, &size, packed, UInt(packed.count)) {
            case Z_OK: return Array(plain.prefix(Int(size)))
            case Z_BUF_ERROR: continue
            default: return nil
            }
        }
        return nil
    }
}
