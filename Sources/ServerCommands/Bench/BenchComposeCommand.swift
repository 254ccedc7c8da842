import ArgumentParser
import Composition
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import SMTPCore

struct BenchComposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compose",
        abstract: "How many copies of a personal letter one core of this machine composes in a second, unsigned.",
        discussion: """
            Example: fanmail bench compose templates/newsletter.md --for 5s
            Each copy is made as a mailing makes it, from a subscriber's row to the octets on the wire.
            """)

    @Argument(help: "The letter.", completion: .file()) var file: String
    @Option(name: .customLong("for"), help: "How long it is measured.") var time = "2s"
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let duration: Duration
        do { duration = try DurationText.parse(time) } catch {
            throw FanmailFailure(.usage, "--for: \(error.reason)".escapedForTerminal)
        }
        let letter = try LetterReader(global.configuration()).letter(file)
        let list = ListIdentity(
            name: "announce", address: try Mailbox(parsing: "announce@lists.example"),
            description: "News from Fanmail", addsHeaders: true)
        let composer = LetterComposer(letter: letter, list: list, start: .now)
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        var octets = 0
        while clock.now < start + duration || count == 0 {
            // Looking at the clock costs more than a comparison, less than a message.
            for _ in 0..<16 {
                let details = RecipientDetails(
                    subscription: Int64(count), name: "Reader \(count)", language: nil,
                    attributes: "{\"city\":\"City \(count)\",\"plan\":\"gold\",\"points\":\(count)}")
                do { octets += try composer.message(for: "user\(count)@example.org", details).count } catch {
                    throw FanmailFailure(error, in: file)
                }
                count += 1
            }
        }
        let seconds = start.duration(to: clock.now) / .seconds(1)
        let rate = Double(count) / seconds
        if global.json {
            Terminal.print(
                JSONValue.object([
                    ("messagesPerSecond", .double(rate)), ("octetsPerMessage", JSONValue(octets / count)),
                ]).text)
        } else {
            Terminal.print("\(Int(rate)) messages/s of \(octets / count) octets")
        }
    }
}
