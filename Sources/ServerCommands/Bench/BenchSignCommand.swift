import ArgumentParser
import Composition
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation

struct BenchSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "How many messages one core of this machine signs in a second: what a personal mailing needs.",
        discussion: "Example: fanmail bench sign --size 10000 --for 5s")

    @Option(help: "Octets of the body.") var size = 4096
    @Option(name: .customLong("for"), help: "How long each algorithm is measured.") var time = "1s"
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let duration: Duration
        do { duration = try DurationText.parse(time) } catch {
            throw FanmailFailure(.usage, "--for: \(error.reason)".escapedForTerminal)
        }
        guard (1...10_000_000).contains(size) else {
            throw FanmailFailure(.usage, "--size \(size): from 1 to 10000000 octets")
        }
        let results = try DKIMKey.Algorithm.allCases.map { ($0, try Self.rate($0, size: size, duration)) }
        if global.json {
            Terminal.print(
                JSONValue.array(
                    results.map {
                        .object([("algorithm", .string($0.rawValue)), ("signaturesPerSecond", .double($1))])
                    }
                ).text)
            return
        }
        for (algorithm, rate) in results {
            Terminal.print("\(algorithm.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0))\(Int(rate))/s")
        }
    }

    /// Whole messages, each another one, their bodies hashed anew.
    private static func rate(_ algorithm: DKIMKey.Algorithm, size: Int, _ duration: Duration) throws -> Double {
        do {
            let signer = DKIMSigner([
                .init(domain: "lists.example", selector: "bench", key: try DKIMKey.generate(algorithm))
            ])
            let body = String(repeating: String(repeating: "0123456789", count: 7) + "\r\n", count: size / 72 + 1)
            let clock = ContinuousClock()
            let start = clock.now
            var count = 0
            while clock.now < start + duration || count == 0 {
                let head = """
                    From: Bench <news@lists.example>\r
                    To: announce@lists.example\r
                    Subject: Number \(count)\r
                    Date: Mon, 23 Nov 2026 09:00:00 +0000\r
                    Message-ID: <\(count)@lists.example>\r
                    MIME-Version: 1.0\r
                    Content-Type: text/plain\r
                    List-Id: <announce.lists.example>\r
                    List-Unsubscribe: <https://lists.example/\(count)>\r
                    List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
                    \r

                    """
                _ = try signer.fields(of: Array(head.utf8) + Array(body.utf8.prefix(size)), now: .now)
                count += 1
            }
            return Double(count) / (start.duration(to: clock.now) / .seconds(1))
        } catch let failure as DKIMFailure {
            throw FanmailFailure(failure)
        }
    }
}
