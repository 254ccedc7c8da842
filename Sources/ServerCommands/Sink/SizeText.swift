import Fanmail
import FanmailBasics

/// Octets as people write them: `100MB`, `64KiB`, `1000000`.
enum SizeText {
    private static let units = [
        ("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30), ("kb", 1_000), ("mb", 1_000_000), ("gb", 1_000_000_000),
        ("b", 1),
    ]

    /// - Parameter option: what it is the value of.
    static func parse(_ text: String, _ option: String) throws(FanmailFailure) -> Int {
        let lower = text.lowercased()
        let (name, size) = units.first { lower.hasSuffix($0.0) } ?? ("", 1)
        guard let number = Int(lower.dropLast(name.count)), number > 0, number <= Int.max / (1 << 30) else {
            throw FanmailFailure(
                .usage, "\(option) \(text.escapedForTerminal): write a number of octets, such as 100MB or 64KiB")
        }
        return number * size
    }
}
