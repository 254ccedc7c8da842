import MailingLists

extension RowDetails {
    /// Takes the members of an object but those that were used for address and name.
    func read(
        _ members: [String: Attribute], without used: Set<String>, targets: (String) -> HeadingTarget,
        isStrict: (String) -> Bool
    ) {
        clear()
        var isSuppressed = false
        var all: [String: Attribute] = [:]
        var names = Set(defaults.attributes.keys)
        // Too many are refused below; to find a name for each of them would take for ever.
        for key in members.keys.sorted() where !used.contains(key) && all.count <= SubscriberText.attributesLimit {
            guard let value = members[key], value != .null else { continue }
            switch targets(key) {
            case .ignored: break
            case .firstName:
                name = Array(value.plain.utf8) + (name.isEmpty ? [] : [0x20] + name)
                if !value.plain.isEmpty { all[ExtraColumns.unused(SubscriberText.firstName, among: &names)] = value }
            case .lastName:
                name = name + (name.isEmpty ? [] : [0x20]) + Array(value.plain.utf8)
                if !value.plain.isEmpty { all[ExtraColumns.unused(SubscriberText.lastName, among: &names)] = value }
            case .language: setLanguage(value.plain)
            case .tags:
                if case .list(let values) = value { setTags(values.map(\.plain)) } else { setTags(value.plain) }
            case .state: setState(value.plain)
            case .consent(let field):
                var octets = Array(value.plain.utf8)
                if octets.isEmpty { break }
                if field.isMoment {
                    octets.withUnsafeBufferPointer {
                        setMoment(field, $0, isStrict: isStrict(key), leftAs: StateWord.state(ofHeading: key))
                    }
                } else {
                    octets.withUnsafeMutableBufferPointer { setText(field, $0) }
                }
            case .suppressed:
                if !HeadingTarget.isNo(value.plain) { isSuppressed = true }
            case .object:
                guard case .object(let inner) = value else {
                    problem = "the attributes are no JSON object"
                    return
                }
                for (name, value) in inner where all.count <= SubscriberText.attributesLimit {
                    all[ExtraColumns.unused(name, among: &names)] = value
                }
            case .address: all[ExtraColumns.unused("address", among: &names)] = value
            case .name: all[ExtraColumns.unused(SubscriberText.attributeName(ofHeading: key), among: &names)] = value
            case .attribute(let name):
                all[ExtraColumns.unused(name.isEmpty ? "member" : name, among: &names)] = value
            }
        }
        finish()
        if isSuppressed { setState("suppressed") }
        setAttributes(all.merging(defaults.attributes) { $1 })
    }
}
