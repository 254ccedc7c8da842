import FanmailBasics
import FanmailTerminal
import ListStore
import SMTPCore
import SMTPLoad

/// What a report of a mailing tells, in figures.
extension MailingCourse {
    /// Replies, the most frequent first.
    var repliesInOrder: [(reply: Reply, told: Replied)] {
        replies.map { ($0, $1) }.sorted { one, other in
            (other.told.recipients, one.reply.words) < (one.told.recipients, other.reply.words)
        }
    }

    /// From the first outcome to the last, in milliseconds; nil where there is none.
    ///
    /// - Parameter start: of the mailing.
    func length(since start: Timestamp) -> Int64? {
        overTime.steps.last.map { max(overTime.length, $0.start.milliseconds + overTime.length - start.milliseconds) }
    }

    /// Recipients who got their outcome, per second.
    ///
    /// - Parameter length: in milliseconds.
    func rate(over length: Int64) -> Double {
        Double(overTime.steps.reduce(0) { $0 + $1.value.sum }) * 1000 / Double(length)
    }

    /// How long accepted transactions took.
    var took: LatencyDistribution? { LatencyDistribution(milliseconds: latency) }
}

extension MailingCourse.Reply {
    /// `550 5.1.1`, or the outcome where nothing was said.
    var words: String {
        let said = [code.map(String.init), status].compactMap(\.self).joined(separator: " ")
        return said.isEmpty ? outcome.rawValue : said
    }
}

extension OutcomeCount {
    /// Each outcome with a class of the page's style.
    var named: [(name: String, count: Int, style: String)] {
        [
            ("accepted", accepted, "three"), ("refused", refused, "two"), ("deferred", deferred, "one"),
            ("unknown", unknown, "pale"), ("skipped", skipped, "pale"),
        ]
    }

    var json: JSONValue { .object(named.map { ($0.name, JSONValue($0.count)) }) }
}
