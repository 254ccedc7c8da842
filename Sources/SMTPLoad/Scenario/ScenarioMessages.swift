public import SMTPProtocol

/// Messages that were read from a file, a Maildir or an mbox.
public struct ScenarioMessages: Sendable {
    public private(set) var contents: [EncodedContent]
    /// When each came, in seconds from the first one, ascending; empty where that does not matter.
    public private(set) var moments: [Double] = []

    public init(_ contents: [EncodedContent]) { self.contents = contents }

    /// To be replayed.
    ///
    /// - Parameter moments: of the contents, in seconds since whenever, in any order.
    public init(_ contents: [EncodedContent], moments: [Double]) {
        let order = zip(contents, moments).sorted { $0.1 < $1.1 }
        let first = order.first?.1 ?? 0
        self.contents = order.map(\.0)
        self.moments = order.map { $0.1 - first }
    }

    /// From the first to the last, in seconds.
    public var span: Double { moments.last ?? 0 }

    /// All octets together.
    public var octets: Int { contents.reduce(0) { $0 + $1.size } }

    /// Leaves out what came later than so many seconds behind the first one.
    public mutating func cut(at seconds: Double) {
        let count = moments.count { $0 <= seconds }
        contents.removeLast(contents.count - count)
        moments.removeLast(moments.count - count)
    }

    public mutating func hasten(by speed: Double) { moments = moments.map { $0 / speed } }

    /// By how many came within a fortieth of the whole time around a moment.
    func rate(at seconds: Double, of whole: Double) -> Double {
        let width = max(whole / 40, 0.001)
        let (low, high) = (seconds - width / 2, seconds + width / 2)
        return Double(moments.count { $0 >= low && $0 < high }) / width
    }
}
