package import MailingLists

/// The columns of a file of subscribers besides address and name.
package struct ExtraColumns: Hashable, Sendable {
    package var firstName: Int?
    package var lastName: Int?
    package var language: Int?
    package var tags: Int?
    /// What any of these says of who left counts.
    package var states: [Int] = []
    package var leftAt: [Int] = []
    /// Of those, which tell when an address was found to be bad.
    package var bouncedAt: Set<Int> = []
    /// What else is said of how a subscription came and ended; `isStrict` where a person said that it stands there.
    package var consent: [(field: ConsentField, column: Int, isStrict: Bool)] = []
    package var suppressed: Int?
    package var object: Int?
    /// In the order of their names.
    package var attributes: [(name: String, column: Int)] = []

    package init() {}

    /// - Parameter file: what is known of the file besides.
    package init(
        headings: [String], without mapping: ColumnMapping, options: [Int: HeadingTarget], ignored: Set<Int>,
        _ file: FileKnowledge = FileKnowledge()
    ) {
        var names = Set(file.defaults.attributes.keys)
        for (column, heading) in headings.enumerated()
        where column != mapping.address && column != mapping.name && !ignored.contains(column) {
            let target = options[column] ?? HeadingTarget(heading: heading, of: file.system)
            switch target {
            // Fields of their own, and the name is made of them.
            case .firstName where firstName == nil:
                firstName = column
                add(SubscriberText.firstName, column, &names)
            case .lastName where lastName == nil:
                lastName = column
                add(SubscriberText.lastName, column, &names)
            case .language where language == nil: language = column
            case .tags where tags == nil: tags = column
            case .state: states.append(column)
            case .consent(.left):
                leftAt.append(column)
                if StateWord.state(ofHeading: heading) == .bounced { bouncedAt.insert(column) }
            case .consent(let field) where !consent.contains(where: { $0.field == field }):
                consent.append((field, column, options[column] != nil))
            case .suppressed where suppressed == nil: suppressed = column
            case .object where object == nil: object = column
            case .ignored: break
            // What stands there already, and a second address, are facts about the person like any other.
            case .attribute, .address, .name, .firstName, .lastName, .language, .tags, .object, .consent,
                .suppressed:
                add(Self.attributeName(target, heading, column), column, &names)
            }
        }
        // What a person says of everybody goes before what the file says.
        attributes.removeAll { $0.name.isEmpty }
        attributes.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private mutating func add(_ name: String, _ column: Int, _ names: inout Set<String>) {
        attributes.append((Self.unused(name, among: &names), column))
    }

    private static func attributeName(_ target: HeadingTarget, _ heading: String, _ column: Int) -> String {
        let name =
            switch target {
            case .attribute(let name): name
            case .address: "address"
            default: SubscriberText.attributeName(ofHeading: heading)
            }
        return name.isEmpty ? "column_\(column + 1)" : name
    }

    /// The name, with a number where another column has it already.
    static func unused(_ name: String, among names: inout Set<String>) -> String {
        var candidate = name
        var number = 2
        while !names.insert(candidate).inserted {
            let suffix = "_\(number)"
            candidate =
                String(name.unicodeScalars.prefix(SubscriberText.attributeNameLimit - suffix.utf8.count)) + suffix
            number += 1
        }
        return candidate
    }

    package var isEmpty: Bool {
        firstName == nil && lastName == nil && language == nil && tags == nil && states.isEmpty
            && leftAt.isEmpty && consent.isEmpty && suppressed == nil && object == nil && attributes.isEmpty
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.values == right.values && left.attributes.elementsEqual(right.attributes) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(values) }

    private var values: [Int?] {
        [firstName, lastName, language, tags, object] + [suppressed] + states + [nil] + leftAt + [nil]
            + consent.map(\.column)
    }
}
