import FanmailBasics
import FanmailTerminal
import SMTPLoad

/// Waits for the moment of --start-at.
enum BenchStart {
    /// Connections are opened so long before.
    private static let lead = Duration.seconds(2)

    static func wait(for moment: Timestamp, _ stop: LoadStop) async {
        Terminal.say("begins at \(moment.said)")
        while !stop.isAsked, moment - .now > lead {
            try? await Task.sleep(for: min(.milliseconds(100), moment - .now - lead))
        }
    }
}
