import Composition
import ListStore
import MIME
import MailCore
import Roster

extension PostOffice {
    /// A list, as its messages show it.
    func identity(_ list: ListRecord) -> ListIdentity {
        var identity = ListIdentity(
            name: list.name, address: list.address, description: list.definition.description,
            addsHeaders: list.definition.addHeaders)
        identity.owner = list.definition.owner
        // Where no key can be made, a plan shows the address without a token.
        identity.leaveAddress = try? store.leaveAddress(of: list)
        let url = list.definition.unsubscribeURL
        identity.unsubscribeURL = url?.contains("{token}") == true ? nil : url
        identity.archiveURL = list.definition.archiveURL
        if let text = list.definition.footer {
            let leave = "mailto:\(identity.leaveAddress ?? list.definition.owner.address)?subject=unsubscribe"
            func filled(_ text: String) -> String {
                text.replacing("{list}", with: list.name).replacing("{unsubscribe}", with: leave)
            }
            identity.footer = MessageFooter(text: filled(text), html: list.definition.footerHTML.map(filled))
        }
        return identity
    }

    /// Who of each list gets a link of their own: nobody where the author wrote List-Unsubscribe, or the list adds no
    /// fields.
    func oneClick(_ lists: [ListRecord], _ header: HeaderSection) -> [Int64: OneClickLink] {
        guard !header.has("List-Unsubscribe"), lists.first?.definition.addHeaders == true else { return [:] }
        var links: [Int64: OneClickLink] = [:]
        for list in lists where list.definition.oneClick != .never {
            guard let url = list.definition.unsubscribeURL, url.contains("{token}") else { continue }
            links[list.id] = OneClickLink(list.definition.oneClick, url: url)
        }
        return links
    }
}
