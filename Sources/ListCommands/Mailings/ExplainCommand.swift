import ArgumentParser
import Bounces
import Composition
import Fanmail
import FanmailBasics
import FanmailMIME
import FanmailTerminal
import ListStore
import MailingLists
import SMTPCore

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "One copy's story: subscription, envelope, header beside envelope, reply, what follows.",
        discussion:
            "Example: fanmail explain ada@example.org --mailing 3. Without an id it is the latest that they are in.")

    @Argument(help: "The address.") var address: String
    @Option(help: "The mailing's id; last is the latest of all.") var mailing: RecordID?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let mailbox = try SubscriberCommand.mailbox(address)
        let store = try global.store()
        let mailing = try mailing.map { try store.mailing($0).id } ?? store.latestMailing(of: mailbox)
        let story = try store.story(of: mailbox, in: mailing)
        let office = PostOffice(
            store: store, settings: MailingSettings(relay: try RelayOptions.relay("smtp://localhost")))
        // What a letter could not say to them is no reason to say nothing.
        let copy = try? office.copy(of: story, in: mailing)
        if global.json {
            Terminal.print(Self.json(story, mailing, copy?.letter).text)
            return
        }
        func tell(_ text: String) { Terminal.print(text.escapedForTerminal) }
        tell("\(story.address)\(story.name.map { " (\($0))" } ?? "")")
        if let before = story.movedFrom { tell("\(before) moved there, and the copy with it") }
        if let joined = story.joinedAt {
            tell("subscribed to \(story.list) since \(joined.shown), from \(story.joinedFrom ?? "")")
        }
        if let envelope = story.envelope {
            tell(
                "recipient \(envelope.position) of \(envelope.recipients) in envelope \(envelope.number) of mailing "
                    + "\(mailing), cut at \(envelope.cutAt.shown)")
            Terminal.print("")
            let message = try copy?.octets ?? store.message(of: mailing)
            let end = (try? HeaderSection(message))?.end ?? 0
            SplitView(
                header: message[..<end], reversePath: envelope.reversePath, forwardPaths: [story.address],
                count: envelope.recipients
            ).print { Terminal.print($0) }
            Terminal.print("")
            if let text = copy?.letter?.plain {
                tell("the letter to them, from what is known of them now:")
                for line in text.split(separator: "\n", omittingEmptySubsequences: false) { tell("  \(line)") }
            }
        }
        let outcome = story.outcome
        let reply = [outcome.code.map(String.init), outcome.status, outcome.text].compactMap { $0 }
            .joined(separator: " ").replacing("\n", with: " ")
        let relay = story.envelope?.relay.map { " by \($0)" } ?? ""
        tell(
            "\(outcome.outcome == nil && !outcome.isUnderWay ? "not offered yet" : outcome.word)\(relay)\(reply.isEmpty ? "" : ": \(reply)")"
        )
        for hold in story.holds { tell(hold.sentence(mailing, at: \.shown)) }
        let isHeld = story.holds.contains { $0.kind != .reply }
        if !isHeld { tell(Self.next(story, mailing, at: \.shown)) }
    }

    /// What follows from it.
    private static func next(_ story: CopyStory, _ mailing: Int64, at time: (Timestamp) -> String) -> String {
        switch story.outcome.outcome {
        case .accepted?:
            story.bounce.map { bounce in
                let said = ReplyLine.text(code: bounce.code, status: bounce.status, text: bounce.text)
                return "the server took the copy, and it came back at \(time(bounce.at))"
                    + (said.isEmpty ? "" : ": \(said)") + "; " + consequence(of: story, mailing, at: time)
            } ?? "nothing follows: the server took responsibility for this copy"
        case .refused?: consequence(of: story, mailing, at: time)
        case .deferred?:
            story.nextAttempt.map { "tried again after \(time($0))" }
                ?? "tried again by: fanmail mailing resume \(mailing)"
        case .unknown?:
            "the connection was lost before the reply, so the copy may have arrived; it is not sent again without "
                + "`fanmail mailing retry \(mailing) --outcome unknown`"
        case .skipped?: "no copy was offered"
        case nil where story.outcome.isUnderWay: "the copy is with the server, and its reply is awaited"
        case nil: "it is offered when its envelope's turn comes"
        }
    }

    /// What follows from its bounce.
    private static func consequence(
        of story: CopyStory, _ mailing: Int64, at time: (Timestamp) -> String
    ) -> String {
        let isComplaint = story.bounce?.failureClass == .complaint
        return switch story.bounce?.effect {
        case .ended?:
            isComplaint
                ? "its reader called it spam, so the subscription ended"
                : "the address failed, so its subscription ended"
        case .pending?: "the address failed; that is judged when the mailing is through"
        case .held?:
            story.bounce?.isOfProviderEvent == true
                ? "many of \(story.bounce?.provider ?? "one provider")'s were refused at once, so nothing follows "
                    + "before somebody decides: fanmail bounce release, or forgive, --mailing \(mailing)"
                : "a guard paused the mailing, so the subscription stays"
        case .forgiven?: "the bounce was taken back, and counts for nothing"
        case .some(.none), nil:
            if let probe = story.probe {
                probe.sentence(at: time)
            } else if let score = story.bounce?.score {
                "the subscription stays: with it, its score is \(BouncePolicy.text(score))"
            } else {
                "the subscription stays: it is not about the address, or the list's policy keeps it"
            }
        }
    }

    private static func json(_ story: CopyStory, _ mailing: Int64, _ letter: LetterContent?) -> JSONValue {
        .object([
            ("address", .string(story.address)), ("movedFrom", JSONValue(story.movedFrom)),
            ("name", JSONValue(story.name)), ("mailing", .int(mailing)),
            ("list", .string(story.list)), ("joinedAt", JSONValue(story.joinedAt)),
            ("joinedFrom", JSONValue(story.joinedFrom)),
            ("outcome", .string(story.outcome.isUnderWay ? "underWay" : story.outcome.word)),
            ("code", JSONValue(story.outcome.code)), ("status", JSONValue(story.outcome.status)),
            ("text", JSONValue(story.outcome.text)), ("attempts", JSONValue(story.outcome.attempts)),
            ("envelope", JSONValue(story.envelope?.number)), ("position", JSONValue(story.envelope?.position)),
            ("recipients", JSONValue(story.envelope?.recipients)),
            ("reversePath", JSONValue(story.envelope?.reversePath.address)),
            ("letterSubject", JSONValue(letter?.subject)), ("letterText", JSONValue(letter?.plain)),
            ("relay", JSONValue(story.envelope?.relay)), ("cutAt", JSONValue(story.envelope?.cutAt)),
            ("armedAt", JSONValue(story.envelope?.armedAt)), ("doneAt", JSONValue(story.envelope?.doneAt)),
            ("nextAttempt", JSONValue(story.nextAttempt)), ("bounceEffect", JSONValue(story.bounce?.effect.rawValue)),
            ("probe", story.probe?.json ?? .null),
            ("next", .string(next(story, mailing, at: \.rfc3339))),
            ("holds", .array(story.holds.map(\.json))),
        ])
    }
}

extension BounceProbe {
    /// What the letter asks, and what came of it.
    fileprivate func sentence(at time: (Timestamp) -> String) -> String {
        switch outcome {
        case .bounced?: "the address was asked by a letter, which came back; its subscription ended"
        case .passed?: "the address was asked by a letter, which did not come back: its score begins anew"
        case nil:
            "the address is asked by a letter, and the subscription ends if that comes back"
                + (until.map { " before \(time($0))" } ?? "")
        }
    }

    fileprivate var json: JSONValue {
        .object([
            ("at", JSONValue(at)), ("until", JSONValue(until)), ("outcome", JSONValue(outcome?.rawValue)),
        ])
    }
}
