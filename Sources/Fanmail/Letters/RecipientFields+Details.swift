import Composition
import FanmailBasics
import FanmailDelivery
import MailingLists

extension RecipientFields {
    /// What a letter may say of a recipient, from their row.
    ///
    /// - Parameter letter: whose names of attributes may be spelled as in the file that they came from.
    init(address: String, details: RecipientDetails, unsubscribeURL: String?, of letter: Letter) {
        var attributes: [String: TemplateValue] = [:]
        if let json = details.attributes, case .object(let members)? = try? JSONValue(parsing: json) {
            attributes = TemplateValue.fields(members)
            for name in letter.attributeNames where attributes[name] == nil {
                attributes[name] = attributes[SubscriberText.attributeName(ofHeading: name)]
            }
        }
        self.init(
            address: address, name: details.name, language: details.language, attributes: attributes,
            unsubscribeURL: unsubscribeURL)
    }
}
