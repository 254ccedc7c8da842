import FanmailBasics
import Logging
import Testing

@testable import FanmailTerminal

@Suite("Log records on standard error")
struct StandardErrorLogTests {
    private func line(_ format: StandardErrorLog.Format, _ metadata: Logger.Metadata) -> String {
        var log = StandardErrorLog(label: "fanmail", level: .info, format: format)
        log.metadata = ["mailing": "3"]
        let event = LogEvent(
            level: .notice, message: "mailing ended", metadata: metadata, source: "Fanmail", file: "", function: "",
            line: 0)
        return log.line(event, at: Timestamp(milliseconds: 1_795_424_400_000))
    }

    @Test("are one line of text each, that moves no cursor") func text() {
        #expect(
            line(.text, ["why": "550 \u{1B}[2J\n\"who\"?"])
                == #"2026-11-23T09:00:00Z notice fanmail: mailing ended mailing=3 why="550 \u{1b}[2J\n\"who\"?""#)
    }

    @Test("are one JSON object each") func json() {
        #expect(
            line(.json, ["why": "550\u{1B}\n"])
                == #"{"time":"2026-11-23T09:00:00Z","level":"notice","label":"fanmail","message":"mailing ended","mailing":"3","why":"550\u001b\n"}"#
        )
    }
}
