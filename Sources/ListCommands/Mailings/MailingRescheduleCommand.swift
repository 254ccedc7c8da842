import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

struct MailingRescheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reschedule",
        abstract: "Has a mailing go out at another time: one that is scheduled, paused or interrupted.",
        discussion: """
            Example: fanmail mailing reschedule 3 --at '2026-12-01 09:00' --zone Europe/Berlin
            Without --zone it is the zone that was named before, else this machine's. `fanmail run` sends it.
            """)
    @Argument(help: "Its id; last is the latest.") var id: RecordID
    @OptionGroup var schedule: ScheduleOptions
    @Flag(help: "At once.") var now = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard now != (schedule.at != nil) else {
            throw ValidationError("name one of --at and --now")
        }
    }

    func run() throws {
        let store = try global.store()
        let before = try store.mailing(id)
        let zone = before.schedule?.zone
        guard let new = try schedule.schedule(isNow: now, zone: zone) else { return }
        try store.reschedule(before.id, new, notAfter: schedule.end(new, zone: zone))
        try MailingCommand.tell(ofScheduled: before.id, store, json: global.json)
    }
}
