import Histogram
import SMTPClient
import Testing

@testable import SMTPLoad

@Suite("Commands are measured by listening to the dialogue")
struct CommandClockTests {
    private func counts(_ dialogue: [String]) throws -> [String: UInt64] {
        let clock = CommandClock()
        clock.begin()
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
}
