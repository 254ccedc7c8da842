import Testing

@testable import ListCommands

@Suite("How long a mail server waits for `send --pipe`")
struct PipeLimitTests {
    /// README says 15 minutes; Postfix ends a program after `command_time_limit`, which is 1000 s.
    @Test func isShorterThanPostfixBears() {
        #expect(SendCommand.limit == .seconds(15 * 60) && SendCommand.limit < .seconds(1000))
    }
}
