import FanmailBasics
import Foundation
import NIOConcurrencyHelpers

/// A regular expression, as ICU has them, compiled once.
///
/// It may be anybody's, as may be the text: some expressions take longer than the world will last to find that a text does
/// not fit. What takes too long does not fit here.
public final class TextExpression: Sendable, Equatable {
    /// Of a text so many UTF-16 units are looked at.
    private static let longest = 256 << 10
    /// A text has so much of a processor's time; all texts together, on which that is not enough, have so much more.
    private static let limit = Duration.milliseconds(50)
    private static let limitOfAll = Duration.seconds(1)

    /// As it was written.
    public let source: String
    private let expression: NSRegularExpression
    /// Spent on texts that took too long.
    private let lost = NIOLockedValueBox(Duration.zero)

    /// - Returns: nil where it is none.
    public init?(_ source: String) {
        guard let expression = try? NSRegularExpression(pattern: source, options: [.caseInsensitive]) else {
            return nil
        }
        self.source = source
        self.expression = expression
    }

    /// Alike where they were written alike.
    public static func == (left: TextExpression, right: TextExpression) -> Bool { left.source == right.source }

    /// Whether it is found somewhere in a text.
    public func matches(_ text: String) -> Bool {
        let most = lost.withLockedValue { max(.milliseconds(1), min(Self.limit, Self.limitOfAll - $0)) }
        let begin = ProcessorTime.ofThread
        var isFound = false
        let range = NSRange(location: 0, length: min(text.utf16.count, Self.longest))
        expression.enumerateMatches(in: text, options: [.reportProgress], range: range) { match, _, stop in
            if match != nil {
                isFound = true
                stop.pointee = true
            } else if ProcessorTime.ofThread - begin > most {
                stop.pointee = true
            }
        }
        let time = ProcessorTime.ofThread - begin
        if !isFound, time > most { lost.withLockedValue { $0 += time } }
        return isFound
    }
}
