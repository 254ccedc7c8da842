import ArgumentParser
import FanmailBasics
import Foundation
import Testing

@testable import SMTPLoad
@testable import ServerCommands

@Suite("What a bench tells while it runs")
struct BenchStreamTests {
    private func progress(_ seconds: Double, _ transactions: Int) -> LoadProgress {
        var progress = LoadProgress()
        (progress.seconds, progress.hasBegun, progress.transactions) = (seconds, true, transactions)
        (progress.outcomes.accepted, progress.outcomes.refused) = (transactions * 2, transactions / 10)
        progress.asked = transactions + 1
        progress.replies = ["250 2.0.0": transactions * 2, "550 5.1.1": transactions / 10]
        for number in 0..<transactions { progress.latency.record(UInt64(1000 + number)) }
        (progress.open, progress.rate, progress.cpuSeconds) = (4, 100, 0.5)
        return progress
    }

    @Test("An interval is what came since the one before") func interval() throws {
        let line = BenchInterval(
            before: progress(10, 1000), now: progress(12, 1500), time: Timestamp(milliseconds: 1_800_000_000_000))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.json.text.utf8)) as? [String: Any])
        #expect(object["seconds"] as? Double == 2 && object["transactions"] as? Int == 500)
        #expect(object["transactionsPerSecond"] as? Double == 250 && object["accepted"] as? Int == 1000)
        #expect(object["refused"] as? Int == 50 && object["planned"] as? Int == 500 && object["open"] as? Int == 4)
        #expect(object["time"] as? String == "2027-01-15T08:00:00Z")
        // All that came since took from 2 to 2.5 ms.
        let p50 = try #require(object["p50"] as? Double)
        #expect(abs(p50 - 2.25) < 0.08)
        let none = BenchInterval(before: progress(1, 5), now: progress(2, 5)).json.text
        #expect(none.contains("\"p50\":null") && none.contains("\"transactions\":0") && !none.contains("phase"))
        var played = progress(2, 5)
        played.phase = .init(number: 2, count: 3, name: "a \"spike\"")
        #expect(BenchInterval(before: progress(1, 5), now: played).json.text.contains(#""phase":"a \"spike\"""#))
        #expect(BenchMetrics.text(played).contains(#"fanmail_bench_phase{name="a \"spike\""} 2"#))
    }

    @Test("Lines come by their interval, and the rest at the end") func lines() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let streams = BenchStreams(try BenchLiveFile(path, every: 2))
        for quarter in 1...19 { streams.take(progress(Double(quarter) / 4, quarter * 5)) }
        streams.finish()
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let counts = try lines.map {
            (try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["transactions"] as? Int
        }
        #expect(counts == [40, 40, 15])
    }

    @Test("Whoever reads the lines and stands still keeps nobody from going on, nor from the end") func stalled() throws
    {
        let pipe = Pipe()
        // Whoever still writes outlives the test, and so does its reader.
        #expect(dup(pipe.fileHandleForReading.fileDescriptor) >= 0)
        let path = "/dev/fd/\(pipe.fileHandleForWriting.fileDescriptor)"
        let file = try BenchLiveFile(path, every: 1, patience: .milliseconds(50))
        let streams = BenchStreams(file)
        // More than a pipe holds.
        for second in 1...1000 { streams.take(progress(Double(second), second)) }
        streams.finish()
        #expect(pipe.fileHandleForReading.readData(ofLength: 1000).count == 1000)
    }

    @Test("--every is for --live alone") func every() async throws {
        let options = try BenchStreamOptions.parse(["--every", "2s"])
        await #expect {
            _ = try await options.open()
        } throws: { error in
            "\(error)".contains("--every needs a --live")
        }
    }

    @Test("Metrics are as Prometheus reads them") func metrics() throws {
        let text = BenchMetrics.text(progress(10, 1000))
        for line in [
            "fanmail_bench_transactions_total 1000", "fanmail_bench_recipients_total{outcome=\"accepted\"} 2000",
            "fanmail_bench_replies_total{code=\"550 5.1.1\"} 100", "fanmail_bench_connections 4",
            "fanmail_bench_transaction_seconds_bucket{le=\"+Inf\"} 1000",
            "fanmail_bench_transaction_seconds_count 1000",
            "fanmail_bench_transaction_seconds_bucket{le=\"0.0005\"} 0", "fanmail_bench_asked_rate 100.0",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        var kinds: Set<Substring> = []
        for line in text.split(separator: "\n") {
            if let kind = line.wholeMatch(of: /# TYPE (\S+) (counter|gauge|histogram)/) {
                #expect(kinds.insert(kind.1).inserted)
            } else if !line.hasPrefix("# HELP ") {
                #expect(line.contains(/^[a-z_]+(\{[a-z]+="[^"]*"\})? [0-9.e+-]+$/), "\(line)")
                let name = line.prefix { $0 != "{" && $0 != " " }
                #expect(kinds.contains { name.hasPrefix($0) }, "\(line)")
            }
        }
    }

    @Test(
        "The moment of --start-at",
        arguments: [
            ("+30s", 30.0), ("2027-01-15T08:00:10Z", 10), ("2027-01-15T09:00:10+01:00", 10),
            ("2027-01-15T07:59:59Z", nil),
            ("+", nil), ("+8d", nil), ("+7d", 604_800), ("tomorrow", nil), ("+1w", nil), ("2028-01-15T08:00:00Z", nil),
        ] as [(String, Double?)])
    func moments(text: String, seconds: Double?) throws {
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        var options = try BenchStreamOptions.parse([])
        options.startAt = text
        if let seconds {
            #expect(try options.moment(now: now).map { ($0 - now) / .seconds(1) } == seconds)
        } else {
            #expect(throws: (any Error).self) { try options.moment(now: now) }
        }
    }

    @Test(
        "Addresses of metrics",
        arguments: [
            ("127.0.0.1:9100", "127.0.0.1", 9100), ("[::1]:0", "::1", 0), ("localhost:1", "localhost", 1),
            ("9100", nil, 0), (":9100", nil, 0), ("a:b", nil, 0), ("a:70000", nil, 0),
        ] as [(String, String?, Int)])
    func addresses(text: String, host: String?, port: Int) throws {
        guard let host else {
            #expect(throws: (any Error).self) { try BenchStreamOptions.address(text) }
            return
        }
        let address = try BenchStreamOptions.address(text)
        #expect(address.host == host && address.port == port)
    }
}
