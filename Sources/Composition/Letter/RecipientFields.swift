package import FanmailBasics

/// What a letter may say of one recipient.
package struct RecipientFields: Sendable {
    package var address: String
    package var name: String?
    package var language: String?
    package var attributes: [String: TemplateValue]
    package var unsubscribeURL: String?
    /// Of a message that asks for a confirmation.
    package var confirmURL: String?

    package init(
        address: String, name: String? = nil, language: String? = nil, attributes: [String: TemplateValue] = [:],
        unsubscribeURL: String? = nil
    ) {
        self.address = address
        self.name = name
        self.language = language
        self.attributes = attributes
        self.unsubscribeURL = unsubscribeURL
    }

    /// Whether a placeholder of that name finds something, as far as that is seen at a glance.
    func surelyHas(_ name: String) -> Bool {
        switch name {
        case "subscriber.address": true
        case "subscriber.name": self.name?.isEmpty == false
        case "subscriber.language": language != nil
        case "unsubscribe.url": unsubscribeURL != nil
        case "confirm.url": confirmURL != nil
        default: false
        }
    }
}

/// A value for a placeholder: what JSON can say.
package enum TemplateValue: Sendable, Equatable {
    case string(String)
    case number(Double)
    case bool(Bool)
    case list([TemplateValue])
    case object([String: TemplateValue])
    case null

    /// Objects with each other's fields; else the other.
    func merging(_ other: TemplateValue) -> TemplateValue {
        guard case .object(let mine) = self, case .object(let theirs) = other else { return other }
        return .object(mine.merging(theirs) { $0.merging($1) })
    }

    /// For Mustache; an empty text counts as missing, so that conditionals and defaults treat both alike.
    var context: Any? {
        switch self {
        case .string(let text): text.isEmpty ? nil : text
        case .number(let number):
            if let integer = Int(exactly: number) { integer } else { number }
        case .bool(let bool): bool
        case .list(let values): values.compactMap(\.context)
        case .object(let fields): fields.compactMapValues(\.context)
        case .null: nil
        }
    }
}

extension TemplateValue {
    /// Of what was read.
    package init(_ value: JSONValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .int(let number): self = .number(Double(number))
        case .number(let number), .double(let number): self = .number(number)
        case .bool(let bool): self = .bool(bool)
        case .array(let values): self = .list(values.map { TemplateValue($0) })
        case .object(let members): self = .object(Self.fields(members))
        // What is read is never raw.
        case .null, .raw: self = .null
        }
    }

    /// No name stands twice in what was read.
    package static func fields(_ members: [(String, JSONValue)]) -> [String: TemplateValue] {
        Dictionary(members.map { ($0.0, TemplateValue($0.1)) }) { one, _ in one }
    }
}

/// Where a letter depends on its recipient.
package struct PlaceholderUse: Sendable, Equatable {
    /// `subscriber.name`, `attributes.city`.
    package let name: String
    package let file: String
    /// From 1.
    package let line: Int
    /// Something stands there also for who has no such value.
    package let hasDefault: Bool
}
