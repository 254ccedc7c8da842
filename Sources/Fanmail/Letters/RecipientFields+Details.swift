import Composition
import FanmailBasics
import FanmailDelivery

extension RecipientFields {
    /// What a letter may say of a recipient, from their row.
    init(address: String, details: RecipientDetails, unsubscribeURL: String?) {
        var attributes: [String: TemplateValue] = [:]
        if let json = details.attributes, case .object(let members)? = try? JSONValue(parsing: json) {
            attributes = TemplateValue.fields(members)
        }
        self.init(
            address: address, name: details.name, language: details.language, attributes: attributes,
            unsubscribeURL: unsubscribeURL)
    }
}
