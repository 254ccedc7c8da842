package import MailingLists

/// Changes to a person; what is nil stays.
package struct PersonChange: Sendable {
    /// Empty takes it away.
    package var name: String?
    /// Empty takes it away.
    package var language: String?
    /// Of somebody of whom none is known.
    package var languageIfNone: String?
    package var addedTags: [String] = []
    package var removedTags: [String] = []
    package var set: [(name: String, value: Attribute)] = []
    package var unset: [String] = []

    package init() {}

    /// A person with these changes.
    ///
    /// - Throws: a conflict where that would be more than may be kept of one.
    func applied(to person: PersonRecord) throws(StoreFailure) -> PersonRecord {
        func changed(_ new: String?, _ old: String?) -> String? { new.map { $0.isEmpty ? nil : $0 } ?? old }
        var attributes = person.attributes
        for name in unset { attributes[Self.key(name, in: attributes)] = nil }
        for (name, value) in set { attributes[Self.key(name, in: attributes)] = value }
        guard attributes.count <= SubscriberText.attributesLimit else {
            throw StoreFailure(
                .conflict, "\(person.address) would have more than \(SubscriberText.attributesLimit) attributes")
        }
        let tags = Set(person.tags).union(addedTags).subtracting(removedTags)
        guard tags.count <= SubscriberText.tagsLimit else {
            throw StoreFailure(.conflict, "\(person.address) would have more than \(SubscriberText.tagsLimit) tags")
        }
        return PersonRecord(
            id: person.id, address: person.address, name: changed(name, person.name),
            language: changed(language, person.language) ?? languageIfNone,
            tags: tags.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, attributes: attributes,
            createdAt: person.createdAt)
    }

    /// As a filter finds it: the attribute with this very name, or else the one that an import calls so.
    private static func key(_ name: String, in attributes: [String: Attribute]) -> String {
        guard attributes[name] == nil else { return name }
        let imported = SubscriberText.attributeName(ofHeading: name)
        return attributes[imported] == nil ? name : imported
    }
}
