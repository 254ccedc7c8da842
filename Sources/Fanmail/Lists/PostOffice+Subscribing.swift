import FanmailBasics
import ListStore
import MailingLists
import SMTPCore

extension PostOffice {
    /// Makes a list, or gives it new policies. Safe to repeat; never alters a mailing that runs.
    ///
    /// - Parameters:
    ///   - list: as in a list's file, `name = "announce"` and so on.
    ///   - name: what it is called in a failure's message.
    public func apply(list: String, named name: String = "list") throws(FanmailFailure) {
        do {
            try store.apply(ListDefinition.parse(list, file: name))
        } catch let failure as InputFailure {
            throw FanmailFailure(.unusableInput, failure.explanation)
        } catch {
            throw FanmailFailure(error)
        }
    }

    /// Subscribes an address to a list. This is the owner's explicit wish, so it also brings back somebody who had left.
    ///
    /// - Returns: false for somebody who was subscribed already.
    @discardableResult
    public func subscribe(
        _ address: String, name: String? = nil, to list: String
    ) throws(FanmailFailure) -> Bool {
        let mailbox: Mailbox
        do {
            mailbox = try Mailbox(parsing: address)
        } catch {
            throw FanmailFailure(
                .unusableInput, "\(address.debugDescription) is no address: \(error)".escapedForTerminal)
        }
        do {
            let result = try store.subscribe(mailbox, name: name, list: store.list(named: list), source: "program")
            return result == .added
        } catch {
            throw FanmailFailure(error)
        }
    }
}
