/// The columns of a file of subscribers besides address and name.
package struct ExtraColumns: Hashable, Sendable {
    package var firstName: Int?
    package var lastName: Int?
    package var language: Int?
    package var tags: Int?
    package var state: Int?
    package var leftAt: Int?
    package var object: Int?
    /// In the order of their names.
    package var attributes: [(name: String, column: Int)] = []

    package init() {}

    package init(headings: [String], without mapping: ColumnMapping, options: [Int: HeadingTarget], ignored: Set<Int>) {
        var names: Set<String> = []
        for (column, heading) in headings.enumerated()
        where column != mapping.address && column != mapping.name && !ignored.contains(column) {
            switch options[column] ?? HeadingTarget(heading: heading) {
            case .firstName: firstName = firstName ?? column
            case .lastName: lastName = lastName ?? column
            case .language: language = language ?? column
            case .tags: tags = tags ?? column
            case .state: state = state ?? column
            case .leftAt: leftAt = leftAt ?? column
            case .object: object = object ?? column
            case .attribute(let name):
                if names.insert(name).inserted { attributes.append((name, column)) }
            // A second address is a fact about the person like any other.
            case .address:
                if names.insert("address").inserted { attributes.append(("address", column)) }
            case .name, .ignored: break
            }
        }
        attributes.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    package var isEmpty: Bool {
        firstName == nil && lastName == nil && language == nil && tags == nil && state == nil && leftAt == nil
            && object == nil && attributes.isEmpty
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.values == right.values && left.attributes.elementsEqual(right.attributes) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(values) }

    private var values: [Int?] { [firstName, lastName, language, tags, state, leftAt, object] }
}
