import ArgumentParser
import FanmailBasics
import MailingLists

/// A moment as it is typed: a time, a day, or how long ago.
struct BounceMoment: ExpressibleByArgument {
    let timestamp: Timestamp

    init?(argument: String) {
        if let ago = try? DurationText.parse(argument) {
            timestamp = Timestamp(milliseconds: Timestamp.now.milliseconds - Int64(ago / .milliseconds(1)))
        } else if let moment = WrittenMoment(argument) {
            timestamp = moment.timestamp
        } else {
            return nil
        }
    }
}
