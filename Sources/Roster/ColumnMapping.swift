/// Which columns of a file of subscribers are used, counted from 0.
public struct ColumnMapping: Hashable, Sendable {
    public let address: Int
    /// nil when no column holds a name.
    public let name: Int?

    public init(address: Int, name: Int? = nil) {
        self.address = address
        self.name = name
    }

    /// Headings of a column of addresses, best first, in letters and digits alone.
    static let addressHeadings = [
        "email", "emailaddress", "mail", "mailaddress", "primaryemail", "email1", "email1value", "emailid",
        "subscriberemail", "emailadresse", "mailadresse", "adresseemail", "adressemail", "courriel", "adressecourriel",
        "correoelectrnico", "correo", "indirizzoemail", "address", "subscriber",
    ]
    /// Headings of a column of whole names, best first.
    static let nameHeadings = ["name", "fullname", "displayname", "subscribername", "contactname", "realname"]

    /// Guesses from a row of headings; nil when none of them is one of a column of addresses.
    init?(headings: [String]) {
        let plain = headings.map(Self.plain)
        func find(_ names: [String]) -> Int? {
            for name in names {
                if let index = plain.firstIndex(of: name) { return index }
            }
            return nil
        }
        guard let address = find(Self.addressHeadings) else { return nil }
        self.init(address: address, name: find(Self.nameHeadings))
    }

    /// A heading in letters and digits alone.
    static func plain(_ heading: String) -> String {
        String(decoding: heading.lowercased().utf8.filter { isLetterOrDigit($0) }, as: UTF8.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
