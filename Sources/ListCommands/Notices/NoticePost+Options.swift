import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import ListStore

extension NoticePost {
    /// With the relay that flags and settings name.
    init(_ options: DeliveryOptions, _ store: Store) throws {
        self.init(
            writer: NoticeWriter(store: store, letters: LetterReader(try options.configuration())),
            relay: { try options.relay(of: [$0]) }, office: { try options.office(for: [$0], store) })
    }
}

extension NoticePost.Posted {
    static let waits = "waits for `fanmail inbox send`"

    /// As JSON has it.
    var word: String { sent?.outcome.rawValue ?? "queued" }

    /// For a person.
    var text: String {
        guard let sent else { return Self.waits }
        return sent.outcome == .deferred ? "\(sent.text); \(Self.waits)" : sent.text
    }
}

extension [NoticePost.GivenUp] {
    /// Warns of each.
    func tell() {
        for notice in self {
            let why = notice.isUnknown ? "its sender died; nobody knows whether it went" : "nobody took it for 3 days"
            Terminal.say("warning: a notice to \(notice.recipient) is given up: \(why)".escapedForTerminal)
        }
    }
}
