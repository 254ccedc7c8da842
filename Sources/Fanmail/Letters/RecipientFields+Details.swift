import Composition
import FanmailDelivery
import Foundation

extension RecipientFields {
    /// What a letter may say of a recipient, from their row.
    init(address: String, details: RecipientDetails, unsubscribeURL: String?) {
        let attributes = details.attributes.flatMap {
            try? JSONDecoder().decode([String: TemplateValue].self, from: Data($0.utf8))
        }
        self.init(
            address: address, name: details.name, language: details.language, attributes: attributes ?? [:],
            unsubscribeURL: unsubscribeURL)
    }
}
