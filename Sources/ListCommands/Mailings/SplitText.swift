import Fanmail
import FanmailBasics
import ListStore

/// `--split`: how large a share each of several letters gets.
enum SplitText {
    /// - Parameter text: `10%`, `2.5%` or `500` for each of the letters, or one for each: `10%,20%`.
    static func parse(_ text: String, letters: Int) throws(FanmailFailure) -> ExperimentSplit {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 1 || parts.count == letters else {
            throw failure(
                text, "there are \(counted(parts.count, "share")) for \(counted(letters, "letter"))",
                "give one for all, or one for each")
        }
        var sizes: [ExperimentSplit.Size] = []
        for part in parts {
            guard let size = size(part) else {
                throw failure(
                    text, "\(part) is no share",
                    "write a part of the list, such as 10%, or a number of people, such as 500")
            }
            sizes.append(size)
        }
        if parts.count == 1 { sizes = Array(repeating: sizes[0], count: letters) }
        let hundredths = sizes.reduce(0) { sum, size in
            if case .hundredths(let part) = size { sum + part } else { sum }
        }
        guard hundredths <= 10_000 else {
            throw failure(text, "the shares are more than 100 % together", "make them smaller")
        }
        return ExperimentSplit(sizes)
    }

    private static func failure(_ text: String, _ what: String, _ remedy: String) -> FanmailFailure {
        FanmailFailure(.usage, "--split \(text): \(what); \(remedy)")
    }

    private static func size(_ text: Substring) -> ExperimentSplit.Size? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        func number(_ text: Substring) -> Int? {
            guard !text.isEmpty, text.utf8.count <= 10, text.utf8.allSatisfy(digits.contains) else { return nil }
            return Int(text)
        }
        guard text.hasSuffix("%") else { return number(text).flatMap { $0 > 0 ? .people($0) : nil } }
        let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = number(parts[0]), whole <= 100 else { return nil }
        guard parts.count == 2 else { return whole > 0 ? .hundredths(whole * 100) : nil }
        guard parts[1].utf8.count <= 2, let part = number(parts[1]) else { return nil }
        let hundredths = whole * 100 + (parts[1].utf8.count == 1 ? part * 10 : part)
        return (1...10_000).contains(hundredths) ? .hundredths(hundredths) : nil
    }
}
