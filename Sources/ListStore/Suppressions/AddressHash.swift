import Crypto
import FanmailBasics
import GRDB
package import SMTPCore
package import SubscriberFiles

/// The hash under which the suppression list can hold an address without knowing it.
package enum AddressHash {
    package static func form(of mailbox: Mailbox) -> SuppressedForm { .hash(digits(ofKey: mailbox.key)) }

    /// SHA-256 of the form addresses are matched by, in hexadecimal.
    static func digits(ofKey key: String) -> String { Hex.encode(SHA256.hash(data: Array(key.utf8))) }

    /// `address_hash(address_key)`, as the suppression list writes it.
    static let function = DatabaseFunction("address_hash", argumentCount: 1, pure: true) { values in
        String.fromDatabaseValue(values[0]).map { "sha256:" + digits(ofKey: $0) }
    }
}
