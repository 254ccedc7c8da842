import ListStore
import MailingLists
import SMTPCore

/// What a plan says of failure reports.
extension MailingPlan {
    /// Who of a list has an envelope of their own for VERP; nil when nobody has.
    static func verpReason(_ list: ListRecord) -> String? {
        switch list.definition.verp {
        case .always:
            "VERP of \(list.name) (verp = \"always\"): everybody, each with a reverse-path of their own"
        case .everyTenth:
            "VERP of \(list.name) (verp = \"every-10th\"): a tenth of the list, another one in each mailing, each with a "
                + "reverse-path of their own"
        case .never: nil
        }
    }

    /// How reports about a list's copies find their subscriber.
    static func attribution(_ list: ListRecord) -> String {
        guard list.definition.reversePath != .null else {
            return "\(list.name): the reverse-path is null, so that none come back"
        }
        let asks = list.definition.dsn == .ask
        let asked = "by DSN where the relay offers it"
        return switch (list.definition.verp, asks) {
        case (.always, _): "\(list.name): by VERP"
        case (.everyTenth, true): "\(list.name): \(asked), and by VERP for whose turn it is"
        case (.everyTenth, false): "\(list.name): by VERP for whose turn it is, else by what the report says"
        case (.never, true): "\(list.name): \(asked)"
        case (.never, false): "\(list.name): by what the report says (dsn = \"never\", verp = \"never\")"
        }
    }
}
