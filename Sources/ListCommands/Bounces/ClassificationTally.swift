import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal

/// What there was among many messages.
struct ClassificationTally {
    private(set) var messages = 0
    private var natures: [BounceReading.Nature: Int] = [:]
    private var classes: [FailureClass: Int] = [:]

    mutating func add(_ message: ClassifiedMessage) {
        messages += 1
        natures[message.reading.nature, default: 0] += 1
        for recipient in message.recipients where recipient.isFailed {
            classes[recipient.verdict.failureClass, default: 0] += 1
        }
    }

    /// `812 messages: 790 delivery reports, 22 other mail; 801 recipients failed: 640 address-unknown, 161 full`.
    var text: String {
        guard messages > 0 else { return "no messages" }
        let kinds = BounceReading.Nature.allCases.compactMap { nature in
            natures[nature].map { "\($0) \(nature.words)" }
        }
        let reasons = FailureClass.allCases.compactMap { one in classes[one].map { (one.rawValue, $0) } }
            .sorted { $0.1 > $1.1 }
        let failed = reasons.reduce(0) { $0 + $1.1 }
        let why = failed == 0 ? "" : ": " + reasons.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        return "\(counted(messages, "message")): \(kinds.joined(separator: ", ")); "
            + "\(counted(failed, "recipient")) failed\(why)"
    }
}

extension BounceReading.Nature {
    /// Of one or many.
    var words: String {
        switch self {
        case .delivery: "of delivery"
        case .complaint: "of complaint"
        case .disposition: "of receipt"
        case .autoReply: "automatic"
        case .challenge: "of challenge"
        case .other: "of other mail"
        }
    }

    /// As a sentence says what a message is.
    var sentence: String {
        switch self {
        case .delivery: "what became of a copy"
        case .complaint: "a reader's complaint"
        case .disposition: "a receipt of a copy that was shown"
        case .autoReply: "an automatic answer"
        case .challenge: "a machine that asks whether a person wrote"
        case .other: "none that came back"
        }
    }
}
