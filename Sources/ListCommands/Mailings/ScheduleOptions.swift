import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import ListStore

/// When a mailing goes out, and until when.
struct ScheduleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Goes out then, by `fanmail run`: 2026-12-01T09:00+01:00, or '2026-12-01 09:00' with --zone.",
            valueName: "time"))
    var at: String?
    @Option(
        help: ArgumentHelp(
            "By whose clocks times without an offset are meant (this machine's).", valueName: "zone"))
    var zone: String?
    @Option(help: ArgumentHelp("Who has no copy by then gets none.", valueName: "time")) var notAfter: String?

    /// - Parameters:
    ///   - isNow: it goes out at once.
    ///   - zone: the zone where none is named.
    /// - Returns: nil where no time is named.
    func schedule(isNow: Bool = false, zone usual: String? = nil) throws -> MailingSchedule? {
        let named = zone ?? usual
        if isNow { return MailingSchedule(sendAt: .now, zone: named) }
        guard let time = try written(at, "--at", named) else { return nil }
        guard time.moment > .now else {
            throw FanmailFailure(
                .usage, at: "--at", "\(time.moment.said) is over; leave it out to send at once, or name another time")
        }
        return MailingSchedule(sendAt: time.moment, zone: time.hasOffset ? nil : named)
    }

    /// - Parameter schedule: when it goes out; nil: at once.
    func end(_ schedule: MailingSchedule?, zone usual: String? = nil) throws -> Timestamp? {
        guard let time = try written(notAfter, "--not-after", zone ?? usual) else { return nil }
        guard time.moment > schedule?.sendAt ?? .now else {
            throw FanmailFailure(
                .usage, at: "--not-after",
                "\(time.moment.said) is over before it goes out; name a later time, or leave it out")
        }
        return time.moment
    }

    private func written(_ text: String?, _ flag: String, _ zone: String?) throws -> WrittenTime? {
        do throws(FanmailFailure) {
            let clocks = try zone.map(WrittenTime.zone) ?? .current
            guard let text else { return nil }
            return try WrittenTime(text, in: clocks)
        } catch {
            throw FanmailFailure(error.kind, at: flag, error.explanation.what)
        }
    }
}

extension MailingRecord {
    /// When it goes out, for a person; nil unless it is scheduled.
    var sendsAt: String? {
        schedule.map { schedule in schedule.sendAt.shown + (schedule.zone.map { " (\($0))" } ?? "") }
    }
}
