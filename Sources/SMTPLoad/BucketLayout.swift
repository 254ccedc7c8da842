/// Which bucket of a histogram a value falls into, as HdrHistogram has it: single values up to 2^(magnitude + 1), then
/// for each further power of two the same number of buckets, each twice as wide.
struct BucketLayout {
    /// Each power of two has 2^magnitude buckets.
    let magnitude: Int

    /// Of HdrHistogram's significant digits, from 1 to 3.
    init?(digits: Int) {
        switch digits {
        case 1: magnitude = 4
        case 2: magnitude = 7
        case 3: magnitude = 10
        default: return nil
        }
    }

    init(magnitude: Int) { self.magnitude = magnitude }

    /// - Parameter value: below 2^53.
    @inline(__always)
    func index(of value: UInt64) -> Int {
        let power = 63 - magnitude - (value | (2 << magnitude - 1)).leadingZeroBitCount
        return power << magnitude + Int(value >> power)
    }

    /// The least value of a bucket.
    func lowest(at index: Int) -> UInt64 {
        let power = power(at: index)
        return UInt64(index - power << magnitude) << power
    }

    /// How many values fall into a bucket.
    func width(at index: Int) -> UInt64 { 1 << power(at: index) }

    private func power(at index: Int) -> Int { max(0, index >> magnitude - 1) }
}
