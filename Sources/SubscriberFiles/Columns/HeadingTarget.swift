package import FanmailBasics
package import MailingLists
import SMTPCore

/// What a column or member of a file of subscribers is about, by its heading.
package enum HeadingTarget: Hashable, Sendable {
    case address, name, firstName, lastName, language, tags
    /// Whether the person left, where the file comes from.
    case state
    /// When, how and from where somebody came and left.
    case consent(ConsentField)
    /// Why nobody is to write to this person; blank where nothing is against it.
    case suppressed
    /// A JSON object of attributes.
    case object
    case attribute(String)
    case ignored

    private static let known: [String: HeadingTarget] = [
        "firstname": .firstName, "givenname": .firstName, "fname": .firstName, "lastname": .lastName,
        "surname": .lastName, "familyname": .lastName, "lname": .lastName, "vorname": .firstName, "nachname": .lastName,
        "prenom": .firstName, "nom": .lastName, "nombre": .firstName, "apellidos": .lastName,
        "language": .language, "lang": .language, "sprache": .language, "langue": .language, "locale": .language,
        "tags": .tags, "tag": .tags, "labels": .tags, "state": .state, "status": .state,
        "subscriptionstatus": .state, "suppressed": .suppressed, "attributes": .object, "attribs": .object,
        "rejectreason": .ignored,
    ]

    /// - Parameter system: whose export it stands in.
    package init(heading: String, of system: ExportSystem? = nil) {
        let plain = heading.folded
        if let known = system?.headings[plain] ?? Self.known[plain]
            ?? ConsentField.headings[plain].map({ .consent($0) })
        {
            self = known
        } else if !plain.isEmpty, ColumnMapping.addressHeadings.contains(plain) {
            self = .address
        } else if ColumnMapping.nameHeadings.contains(plain) {
            self = .name
        } else {
            self = .attribute(SubscriberText.attributeName(ofHeading: heading))
        }
    }

    /// What `--map` calls it; anything else is an attribute.
    package init(option: String) throws(SettingSyntaxError) {
        switch option {
        case "email", "address": self = .address
        case "name": self = .name
        case "first-name": self = .firstName
        case "last-name": self = .lastName
        case "language": self = .language
        case "tags": self = .tags
        case "state": self = .state
        case "attributes": self = .object
        case "suppressed": self = .suppressed
        default:
            if let field = ConsentField.options[option] {
                self = .consent(field)
            } else {
                self = .attribute(try SubscriberText.attributeName(option))
            }
        }
    }

    /// Headings of columns of countries, which are no languages whatever their codes look like.
    private static let countries: Set<String> = [
        "cc", "country", "countrycode", "countryname", "land", "nation", "pays", "pais", "paese", "staat", "region",
    ]

    /// Why a column with this heading cannot be what a person says it is; nil when it can.
    func refusal(of heading: String) -> String? {
        guard self == .language, Self.countries.contains(heading.folded) else { return nil }
        return
            "the column `\(heading)` tells countries, of which many speak several languages, and none is a language tag"
            + " such as en or pt-BR"
    }

    /// Whether more than one column may be this.
    package var isForSeveral: Bool {
        switch self {
        case .state, .consent(.left), .ignored: true
        default: false
        }
    }

    private static let noes: Set<String> = [
        "", "no", "n", "false", "f", "0", "never", "null", "none", "na", "nein", "non",
        "nee", "nej", "nie", "ne", "nao", "нет",
    ]

    /// Whether a cell that tells when, or that, something happened says that it did not: `no`, `0`, `0000-00-00`.
    static func isNo(_ cell: String) -> Bool {
        cell == "\\N" || noes.contains(cell.folded) || cell.utf8.allSatisfy { !(0x31...0x39).contains($0) && $0 < 0x3B }
    }

    private static let yeses: Set<String> = [
        "yes", "y", "true", "t", "1", "x", "ja", "oui", "si", "on", "sim", "да", "tak", "ano", "confirmed",
        "subscribed", "active", "verified",
    ]

    static func isYes(_ cell: String) -> Bool { yeses.contains(cell.folded) }
}
