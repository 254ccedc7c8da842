import MailingLists

/// Which columns of a file of subscribers are used, counted from 0.
public struct ColumnMapping: Hashable, Sendable {
    public let address: Int
    /// nil when no column holds a name.
    public let name: Int?

    public init(address: Int, name: Int? = nil) {
        self.address = address
        self.name = name
    }

    /// Headings of a column of addresses, best first, as ``Swift/String/folded`` has them.
    static let addressHeadings = [
        "email", "emailaddress", "mail", "mailaddress", "primaryemail", "email1", "email1value", "emailid",
        "subscriberemail", "emailadresse", "mailadresse", "adresseemail", "adressemail", "courriel", "adressecourriel",
        "correoelectronico", "correo", "indirizzoemail", "emailadres", "adresemail", "enderecodeemail", "epost",
        "epostadress", "почта", "электронная почта", "адрес электронной почты", "邮箱", "邮箱地址", "电子邮箱", "电子邮件",
        "邮件地址", "メールアドレス", "メール", "이메일", "이메일 주소", "ηλεκτρονικό ταχυδρομείο", "address", "subscriber",
    ].map(\.folded)
    /// Headings of a column of whole names, best first.
    static let nameHeadings = ["name", "fullname", "displayname", "subscribername", "contactname", "realname"]

    /// Guesses from a row of headings; nil when none of them is one of a column of addresses.
    init?(headings: [String]) {
        let plain = headings.map(\.folded)
        func find(_ names: [String]) -> Int? {
            for name in names {
                if let index = plain.firstIndex(of: name) { return index }
            }
            return nil
        }
        guard let address = find(Self.addressHeadings) else { return nil }
        self.init(address: address, name: find(Self.nameHeadings))
    }
}
