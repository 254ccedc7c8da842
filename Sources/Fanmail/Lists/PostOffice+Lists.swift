package import Composition
import FanmailBasics
package import ListStore
import MailingLists
import SMTPCore

extension PostOffice {
    /// The list that a letter's front matter names, by address or by name.
    package func identity(of letter: Letter, named file: String) throws(FanmailFailure) -> ListIdentity {
        guard let name = letter.list else {
            throw FanmailFailure(
                .unusableInput, at: "\(file):1",
                "the letter names no list; add list: announce@lists.example to its front matter")
        }
        do {
            if let mailbox = try? Mailbox(parsing: name) {
                if let list = try store.list(address: mailbox) { return identity(list) }
                throw FanmailFailure(
                    .unusableInput, at: file, "no list has the address \(name.escapedForTerminal)", remedy: .seeLists)
            }
            let names = name.split { $0 == "," || $0 == " " }
            if names.count > 1, try names.allSatisfy({ try isList($0) }) {
                throw FanmailFailure(
                    .unusableInput, at: file,
                    "the letter names \(names.count) lists; a letter is for one: send it to each, or write a message that "
                        + "names them in its To")
            }
            return identity(try store.list(named: name))
        } catch let failure as StoreFailure {
            throw FanmailFailure(failure)
        } catch let failure as FanmailFailure {
            throw failure
        } catch {
            throw FanmailFailure(.disk, "\(error)")
        }
    }

    private func isList(_ text: Substring) throws -> Bool {
        if let mailbox = try? Mailbox(parsing: String(text)) { return try store.list(address: mailbox) != nil }
        return try store.lists().contains { $0.name == text }
    }

    /// A list, as its messages show it.
    package func identity(_ list: ListRecord) -> ListIdentity {
        var identity = ListIdentity(
            name: list.name, address: list.address, description: list.definition.description,
            addsHeaders: list.definition.addHeaders)
        identity.language = list.definition.language
        identity.readersPost = list.definition.post != .owner
        identity.owner = list.definition.owner
        // Where no key can be made, a plan shows the address without a token.
        identity.leaveAddress = try? store.leaveAddress(of: list)
        let url = list.definition.unsubscribeURL
        identity.unsubscribeURL = url?.contains("{token}") == true ? nil : url
        identity.archiveURL = list.definition.archiveURL
        identity.complaintAddress = list.definition.complaintAddress
        identity.posters = list.definition.posters
        identity.from = list.definition.look.sender
        identity.look = LetterLook(list)
        if let text = list.definition.footer {
            let leave = "mailto:\(identity.leaveAddress ?? list.definition.owner.address)?subject=unsubscribe"
            func filled(_ text: String) -> String {
                text.replacing("{list}", with: list.name).replacing("{unsubscribe}", with: leave)
            }
            // Without its token the address is one that people can read.
            identity.footer = MessageFooter(
                text: filled(text), html: list.definition.footerHTML.map(filled),
                words: [leave: identity.plainLeaveAddress])
        }
        return identity
    }

    /// A letter as this list's letters look.
    package func dressed(
        _ letter: Letter, _ list: ListIdentity, named name: String
    ) throws(FanmailFailure) -> Letter {
        do throws(CompositionFailure) { return try letter.dressed(in: list.look) } catch {
            throw FanmailFailure(error, in: name)
        }
    }

    /// Who of each list gets a link of their own: nobody where the first list adds no fields.
    func oneClick(_ lists: [ListRecord]) -> [Int64: OneClickLink] {
        guard lists.first?.definition.addHeaders == true else { return [:] }
        var links: [Int64: OneClickLink] = [:]
        for list in lists where list.definition.oneClick != .never {
            guard let url = list.definition.unsubscribeURL, url.contains("{token}") else { continue }
            links[list.id] = OneClickLink(list.definition.oneClick, url: url)
        }
        return links
    }
}
