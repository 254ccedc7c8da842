import ArgumentParser
import Fanmail
import FanmailBasics

/// What a sink is to be sent.
struct SinkExpectOptions: ParsableArguments {
    @Option(
        help:
            "Exits with 0 when exactly so many copies came, otherwise with 65; without --for it ends as soon as they are there."
    )
    var expect: Int?
    @Option(
        help: ArgumentHelp(
            "The same of copies to a recipient: at least one, or exactly N. A pattern has * for any characters, or is /a regular expression/.",
            valueName: "pattern[=n]"))
    var expectTo: [String] = []
    @Option(
        help: ArgumentHelp(
            "The same of messages from a reverse-path, or an address in From.", valueName: "pattern[=n]"))
    var expectFrom: [String] = []
    @Option(
        help: ArgumentHelp(
            "The same of messages with this in their subject; with a * it is the whole subject.",
            valueName: "pattern[=n]"))
    var expectSubject: [String] = []
    @Option(help: "Waits for what is expected so long, such as 30s, and ends as soon as it is there.")
    var expectWithin: String?
    @Option(help: "Writes what was expected, and what came of it, to this file, in the form of JUnit.")
    var junit: String?

    func expectations() throws -> SinkExpectations {
        guard expect.map({ $0 >= 0 }) ?? true else { throw FanmailFailure(.usage, "--expect must be 0 or more") }
        var all = expect.map { [SinkExpectation(copies: $0)] } ?? []
        for pattern in expectTo { all.append(try SinkExpectation(.to, pattern)) }
        for pattern in expectFrom { all.append(try SinkExpectation(.from, pattern)) }
        for pattern in expectSubject { all.append(try SinkExpectation(.subject, pattern)) }
        guard !all.isEmpty || expectWithin == nil && junit == nil else {
            throw FanmailFailure(
                .usage, "--expect-within and --junit need --expect, --expect-to, --expect-from or --expect-subject")
        }
        return SinkExpectations(all)
    }

    /// - Parameter time: of --for.
    func limit(_ time: Duration?) throws -> Duration? {
        guard let expectWithin else { return nil }
        guard time == nil else {
            throw FanmailFailure(
                .usage, "--for and --expect-within exclude each other: --for waits to its end, whatever has come")
        }
        do { return try DurationText.parse(expectWithin) } catch {
            throw FanmailFailure(.usage, "--expect-within: \(error)")
        }
    }
}
