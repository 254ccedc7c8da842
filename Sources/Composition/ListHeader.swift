import MIME
import MailCore

/// The fields that a list adds to a message: RFC 2919, RFC 2369, and what mailing lists have always added.
enum ListHeader {
    /// Names and values, folded where that is needed, in the order in which they are added.
    ///
    /// - Parameter author: the address of From; a Sender that says the same is not written (RFC 5322, 3.6.2).
    static func fields(of list: ListIdentity, author: Mailbox?) -> [(name: String, value: String)] {
        let sender = list.address("bounces")
        var fields = [
            ("List-Id", id(of: list)),
            ("List-Post", "<\(mailto(list.address))>"),
            ("List-Unsubscribe", "<\(mailto(list.address("leave")))?subject=unsubscribe>"),
            ("Precedence", "list"),
        ]
        if author?.key != sender.key { fields.insert(("Sender", sender.address), at: 0) }
        return fields
    }

    /// `News for everybody <announce.lists.example>`.
    private static func id(of list: ListIdentity) -> String {
        let id = "<\(list.id)>"
        guard let description = list.description, !description.isEmpty else { return id }
        let phrase = EncodedWord.phrase(description, column: "List-Id: ".utf8.count)
        let isEncoded = phrase.hasPrefix("=?")
        return phrase + (isEncoded ? "\r\n " : " ") + id
    }

    /// An address as a URL (RFC 6068, 2).
    private static func mailto(_ mailbox: Mailbox) -> String {
        var url = "mailto:"
        for byte in mailbox.address.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: url.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where "-._~!$'*+@:".utf8.contains(byte): url.unicodeScalars.append(Unicode.Scalar(byte))
            default: url += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return url
    }
}
