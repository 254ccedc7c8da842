import Composition
package import FanmailBasics
import FanmailMIME
package import ListStore

extension PostOffice {
    /// Writes a mailing down that goes out later. Nothing is connected to, and nobody is in its audience yet: whoever is
    /// subscribed when it begins gets it.
    ///
    /// - Parameters:
    ///   - again: also when the same message went to one of the lists before.
    ///   - notAfter: who has no copy by then gets none.
    /// - Returns: its id.
    /// - Throws: where it is to be over before it goes out, the message was sent before, or cannot be sent as it is.
    package func schedule(
        _ prepared: PreparedMailing, again: Bool = false, _ schedule: MailingSchedule, notAfter: Timestamp? = nil
    ) async throws(FanmailFailure) -> Int64 {
        var new = newMailing(prepared)
        new.notAfter = notAfter
        do {
            new.message = try ScheduledMessage.waiting(
                new.message, signatures: settings.dkim?.identities.count ?? 0)
        } catch { throw FanmailFailure(.unusableInput, at: prepared.name, error.message) }
        return try await store.apart { [store, new] () throws(FanmailFailure) in
            // What cannot be sent is told to who writes it, not to the log of a night.
            _ = try self.source(of: prepared, start: schedule.sendAt)
            do { return try store.schedule(new, again: again, schedule) } catch { throw FanmailFailure(error) }
        }
    }
}
