import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import MailingLists

struct BounceShowCommand: PagedCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One bounce: what was said, by whom, how it was found, and what it did.",
        discussion: """
            Example: fanmail bounce show 17
            The number is that of `bounce ls`. Other bounces of the same person are listed below, the latest first.
            """)

    @Argument(help: "The bounce's number.") var id: Int64
    @OptionGroup var paging: PagerOptions
    @OptionGroup var global: GlobalOptions

    /// Others of the same person that are listed.
    private static let mostOthers = 20

    func run() throws {
        let (bounce, others) = try global.store(connections: .one).bounce(id, others: Self.mostOthers)
        if global.json {
            guard case .object(let members) = BounceCommand.json(bounce) else { return }
            Terminal.print(
                JSONValue.object(
                    members + [
                        ("meaning", .string(bounce.failureClass.meaning)),
                        ("advice", .string(bounce.failureClass.whatToDo)),
                        ("others", .array(others.map(BounceCommand.json))),
                    ]
                ).text)
            return
        }
        for line in bounce.lines(width: min(Terminal.width, 80)) { Terminal.print(line) }
        guard !others.isEmpty else { return }
        Terminal.print("")
        let which = others.count < Self.mostOthers ? "others" : "the latest others"
        Terminal.print("\(which) of the same person")
        var table = TextTable("ID", "AT", "MAILING", "CLASS", "KIND", "EFFECT")
        for other in others {
            table.add(
                other.id, other.at, other.mailing, other.failureClass, other.kind.rawValue,
                other.effect.rawValue)
        }
        table.print()
    }
}

extension BounceRecord {
    /// For a person, a fact a line.
    func lines(width: Int) -> [String] {
        let when = Terminal.clock.map { $0.line(at) } ?? at.rfc3339
        let nobody = list.isEmpty ? "no mailing that is known" : list
        let copy = mailing.map { "mailing \($0)\(list.isEmpty ? "" : " to \(list)")" } ?? nobody
        let hardness = kind == .none ? "" : ", \(kind.rawValue)"
        let facts: [(label: String, text: String?)] = [
            ("recipient", recipient), ("when", when), ("of", copy),
            ("class", "\(failureClass.rawValue)\(hardness): \(failureClass.meaning)"),
            ("reply", ReplyLine.text(code: code, status: status, text: text)), ("said by", server ?? relay),
            ("provider", provider),
            ("found by", source == .reply ? "the reply when it was offered" : "\(found), \(confidence) of 100"),
            ("rule", rule), ("effect", effectSentence), ("what to do", failureClass.whatToDo),
        ]
        return facts.flatMap { label, text -> [String] in
            guard let text, !text.isEmpty else { return [] }
            let line = text.replacing("\n", with: " ").escapedForTerminal
            return WrappedText.lines(line, label: label, indent: 12, width: width)
        }
    }

    /// Why it counts for nothing.
    private var whyNothing: String {
        if kind == .none { return "nothing failed" }
        if confidence < BounceWeight.guess { return "whom it is about is not sure enough for it to count" }
        let verdict = FailureVerdict(failureClass: failureClass, isHard: kind == .hard, status: nil, rule: "")
        guard BounceWeight(verdict, confidence: confidence) != nil else {
            return "what is of this class does not count against the address"
        }
        return "the subscription had ended, or the list's policy gives no points for it"
    }

    private var effectSentence: String {
        switch effect {
        case .none where score == nil: "\(consequence): \(whyNothing)"
        case .held where isOfProviderEvent: "\(consequence); `bounce release` or `bounce forgive` decides"
        default: consequence
        }
    }
}
