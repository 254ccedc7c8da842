import FanmailMIME

/// An address of a header field.
public struct MessageAddress: Sendable, Equatable {
    /// The display name, decoded; empty where there is none.
    public let name: String
    /// local-part@domain, as it is written.
    public let address: String

    package init(name: String, address: String) {
        self.name = name
        self.address = address
    }

    /// Those of the fields of a name, one after the other; of a field that cannot be read there are none.
    static func all(_ name: String, in fields: [HeaderSection.Field]) -> [MessageAddress] {
        fields.filter { $0.isNamed(name) }.flatMap { field in
            ((try? AddressList(field.value))?.entries ?? []).map { entry in
                MessageAddress(name: entry.displayName.map { EncodedWord.decode($0) } ?? "", address: entry.address)
            }
        }
    }
}
