import FanmailBasics
import FanmailMIME
import SMTPCore

/// The fields that a list adds to a message: RFC 2919, RFC 2369, RFC 8058, RFC 9477, and what mailing lists have always added.
enum ListHeader {
    /// Names and values, folded where that is needed, in the order in which they are added.
    ///
    /// - Parameters:
    ///   - author: the address of From; a Sender that says the same is not written (RFC 5322, 3.6.2).
    ///   - digest: of the author's bytes, in hex, which tells mailings apart in the reports of receivers.
    static func fields(of list: ListIdentity, author: Mailbox?, digest: String) -> [(name: String, value: String)] {
        let sender = list.address("bounces")
        var fields = [("List-Id", id(of: list))]
        if let owner = list.owner { fields.append(("List-Help", "<\(mailto(owner.address))?subject=help>")) }
        // RFC 2369, 3.4: NO where readers cannot post.
        fields.append(("List-Post", list.readersPost ? "<\(mailto(list.address.address))>" : "NO"))
        fields += unsubscribe(
            by: list.leaveAddress ?? list.address("leave").address, url: list.unsubscribeURL,
            isOneClick: list.isOneClick)
        if let owner = list.owner { fields.append(("List-Owner", "<\(mailto(owner.address))>")) }
        if let archive = list.archiveURL { fields.append(("List-Archive", "<\(archive)>")) }
        if let complaints = list.complaintAddress {
            fields.append(("CFBL-Address", "\(complaints.address); report=arf"))
        }
        fields.append(("Precedence", "list"))
        fields.append(("Feedback-ID", "\(digest.prefix(12)):\(list.name):list:\(senderID(of: list))"))
        if author?.key != sender.key { fields.insert(("Sender", sender.address), at: 0) }
        return fields
    }

    /// The address and the page that end a subscription.
    ///
    /// - Parameter isOneClick: a POST to the page does it, with no question asked (RFC 8058, 3.1): the page has to be
    ///   the recipient's own.
    static func unsubscribe(
        by address: String?, url: String?, isOneClick: Bool = false
    ) -> [(name: String, value: String)] {
        let ways = [url.map { "<\($0)>" }, address.map { "<\(mailto($0))?subject=unsubscribe>" }].compactMap { $0 }
        var fields = [("List-Unsubscribe", ways.joined(separator: ",\r\n "))]
        if isOneClick { fields.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")) }
        return fields
    }

    /// Receivers want it the same for all mail of a sender, and from 5 to 15 characters.
    private static func senderID(of list: ListIdentity) -> String {
        let domain = list.address.domain
        let id = domain.utf8.count > 15 ? String(domain.suffix(15)) : domain
        return id.utf8.count < 5 ? "\(id).list" : id
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
    private static func mailto(_ address: String) -> String {
        if address.utf8.allSatisfy(isPlain) { return "mailto:" + address }
        var url = "mailto:"
        for byte in address.utf8 {
            if isPlain(byte) {
                url.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                url += "%" + Hex.upper(byte)
            }
        }
        return url
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x40: true
        default: "_~!$'*+:".utf8.contains(byte)
        }
    }
}
