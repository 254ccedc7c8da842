/// What a column or member of a file of subscribers is about, by its heading.
package enum HeadingTarget: Hashable, Sendable {
    case address, name, firstName, lastName, language, tags
    /// Whether the person left, where the file comes from.
    case state
    /// When the person left, where the file comes from; blank for who did not.
    case leftAt
    /// A JSON object of attributes.
    case object
    case attribute(String)
    case ignored

    private static let known: [String: HeadingTarget] = [
        "firstname": .firstName, "givenname": .firstName, "fname": .firstName, "lastname": .lastName,
        "surname": .lastName, "familyname": .lastName, "lname": .lastName, "vorname": .firstName, "nachname": .lastName,
        "prnom": .firstName, "prenom": .firstName, "nom": .lastName, "nombre": .firstName, "apellidos": .lastName,
        "language": .language, "lang": .language, "sprache": .language, "langue": .language, "locale": .language,
        "tags": .tags, "tag": .tags, "labels": .tags, "state": .state, "status": .state,
        "subscriptionstatus": .state, "unsubtime": .leftAt, "cleantime": .leftAt, "unsubscribedat": .leftAt,
        "unsubscribetime": .leftAt, "attributes": .object, "attribs": .object, "": .ignored, "subscribed": .ignored,
        "joined": .ignored, "source": .ignored, "rejectreason": .ignored,
    ]

    package init(heading: String) {
        let plain = ColumnMapping.plain(heading)
        if let known = Self.known[plain] {
            self = known
        } else if ColumnMapping.addressHeadings.contains(plain) {
            self = .address
        } else if ColumnMapping.nameHeadings.contains(plain) {
            self = .name
        } else {
            self = .attribute(Self.attributeName(heading))
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
        default: self = .attribute(try SubscriberText.attributeName(option))
        }
    }

    /// Letters and digits in lower case, everything else as one underscore.
    private static func attributeName(_ heading: String) -> String {
        var name: [UInt8] = []
        for byte in heading.lowercased().utf8.prefix(SubscriberText.attributeNameLimit) {
            let isPlain = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
            if isPlain { name.append(byte) } else if name.last != UInt8(ascii: "_") { name.append(UInt8(ascii: "_")) }
        }
        while name.last == UInt8(ascii: "_"), name.count > 1 { name.removeLast() }
        if let first = name.first, (0x30...0x39).contains(first) { name.insert(UInt8(ascii: "_"), at: 0) }
        return name.isEmpty ? "_" : String(decoding: name.prefix(SubscriberText.attributeNameLimit), as: UTF8.self)
    }

    private static let leftStates: Set<String> = [
        "unsubscribed", "cleaned", "bounced", "blocklisted", "blacklisted", "disabled", "complained", "spam", "optout",
        "optedout", "left", "inactive", "unconfirmed", "pending", "suppressed", "removed", "archived",
    ]

    /// Whether a word in a column of states says that this person is not to be mailed.
    static func hasLeft(_ word: String) -> Bool { leftStates.contains(ColumnMapping.plain(word)) }
}
