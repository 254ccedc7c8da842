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

    /// Subscribes an address to a list. This is the owner's explicit wish, so it also brings back somebody who had left,
    /// and asks for no confirmation.
    ///
    /// - Returns: false for somebody who was subscribed already.
    /// - Throws: for an address that is none, or is suppressed: whoever means it lifts that first.
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
            var wish = try ManualSubscription(of: mailbox, to: store.list(named: list), in: store)
            wish.name = name
            wish.source = "program"
            return try wish.run(confirming: false) == .subscribed
        } catch {
            throw FanmailFailure(error)
        }
    }
}
