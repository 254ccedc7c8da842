/// What is said while nothing can be shown, for afterwards: the latest of it, and how much of what was before is left out.
struct KeptLines: Sendable {
    private static let most = 1_000
    private static let mostOctets = 1 << 20

    private(set) var lines: [String] = []
    private var octets = 0
    /// Earlier ones.
    private(set) var leftOut = 0

    /// - Parameter text: a line, or several.
    mutating func add(_ text: String) {
        let text =
            text.utf8.count <= Self.mostOctets
            ? text : String(decoding: text.utf8.suffix(Self.mostOctets), as: UTF8.self)
        lines.append(text)
        octets += text.utf8.count
        while lines.count > Self.most || octets > Self.mostOctets {
            octets -= lines.removeFirst().utf8.count
            leftOut += 1
        }
    }

    /// To be said, in order.
    var all: [String] { (leftOut > 0 ? ["(\(leftOut) earlier messages are left out)"] : []) + lines }
}
