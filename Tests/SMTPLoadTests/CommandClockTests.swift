import Histogram
import NIOCore
import SMTPClient
import Testing

@testable import SMTPLoad

@Suite("Commands are measured by listening to the dialogue")
struct CommandClockTests {
    private func counts(_ dialogue: [String]) throws -> [String: UInt64] {
        let clock = CommandClock()
        clock.begin(leavingOut: .zero)
        let relay = try Relay("smtp://played.example")
        for line in dialogue {
            guard let speaker = line.first.flatMap({ TranscriptSpeaker(rawValue: String($0)) }) else { continue }
            clock.note(speaker, String(line.dropFirst(2)), connection: 1, relay: relay)
        }
        return clock.histograms.mapValues(\.totalCount)
    }

    private static let opening = ["* connected", "S 220 ready", "C EHLO b.example", "S 250 PIPELINING"]

    @Test("DATA and the end of data have a reply each") func data() throws {
        let transaction = [
            "C MAIL FROM:<>", "C RCPT TO:<a@x>", "C DATA", "S 250 ok", "S 250 ok", "S 354 go on",
            "C (20 octets of message)", "S 250 taken",
        ]
        #expect(
            try counts(Self.opening + transaction + transaction)
                == ["banner": 1, "EHLO": 1, "MAIL": 2, "RCPT": 2, "DATA": 2, "end of data": 2])
    }

    @Test("BDAT has one, with its octets, and what follows has its own") func chunks() throws {
        let transaction = [
            "C MAIL FROM:<>", "C RCPT TO:<a@x>", "C BDAT 20 LAST", "C (20 octets of message)", "S 250 ok", "S 250 ok",
            "S 250 taken",
        ]
        #expect(
            try counts(Self.opening + transaction + transaction + ["C QUIT", "S 221 bye"])
                == ["banner": 1, "EHLO": 1, "MAIL": 2, "RCPT": 2, "BDAT": 2, "QUIT": 1])
    }

    private func say(_ clock: CommandClock, _ lines: [(TranscriptSpeaker, String)], isLMTP: Bool) {
        for (second, (speaker, line)) in lines.enumerated() {
            clock.note(
                speaker, line, connection: 1, isLMTP: isLMTP,
                at: NIODeadline.now() + .seconds(60 + Int64(second)))
        }
    }

    @Test(
        "With LMTP the end of data has a reply for each recipient that was taken, and no other command has it",
        arguments: [true, false])
    func lmtp(isLMTP: Bool) {
        let clock = CommandClock()
        var lines: [(TranscriptSpeaker, String)] = [
            (.client, "MAIL FROM:<a@b.example>"), (.client, "RCPT TO:<c@d.example>"),
            (.client, "RCPT TO:<e@d.example>"),
            (.client, "RCPT TO:<f@d.example>"), (.client, "DATA"), (.server, "250 2.1.0 ok"), (.server, "250 2.1.5 ok"),
            (.server, "550 5.1.1 no"), (.server, "250 2.1.5 ok"), (.server, "354 go"), (.client, "(100 octets)"),
            (.client, "MAIL FROM:<a@b.example>"),
        ]
        if isLMTP { lines.append((.server, "250 2.0.0 c")) }
        lines += [(.server, "250 2.0.0 all, or f"), (.server, "250 2.1.0 ok")]
        say(clock, lines, isLMTP: isLMTP)
        let times = clock.histograms.mapValues { ($0.totalCount, Double($0.max) / 1e6) }
        #expect(times["end of data"]?.0 == 1 && times["MAIL"]?.0 == 2 && times["RCPT"]?.0 == 3)
        // To the last of its replies.
        #expect(abs((times["end of data"]?.1 ?? 0) - (isLMTP ? 3 : 2)) < 0.01)
    }

    @Test("What a warm-up does is not measured, and how connections are opened is") func warmUp() {
        let clock = CommandClock()
        clock.begin(leavingOut: .seconds(600))
        say(
            clock,
            [
                (.event, "connected"), (.server, "220 hi"), (.client, "EHLO b.example"), (.server, "250 hi"),
                (.client, "MAIL FROM:<>"), (.server, "250 ok"),
            ], isLMTP: false)
        #expect(Set(clock.histograms.keys) == ["banner", "EHLO"])
        clock.begin(leavingOut: .zero)
        say(clock, [(.client, "MAIL FROM:<>"), (.server, "250 ok")], isLMTP: false)
        #expect(clock.histograms["MAIL"]?.totalCount == 1)
    }
}
