import Fanmail
import FanmailBasics
import FanmailSettings
import Foundation
import SMTPClient
import SMTPCore
import SMTPLoad
import SMTPProtocol

/// A scenario as a TOML file: `seed`, `fail-if`, and any number of `[[target]]`, `[[sender]]` and `[[phase]]`.
struct ScenarioFile {
    private static let rootKeys = ["seed", "threads", "connections", "fail-if", "target", "sender", "phase"]
    private static let targetKeys = ["name", "url", "weight"]
    private static let mostRecipients = 100_000
    static let largestMessage = 256 << 20
    /// Weights of nothing, or beyond all measure, are mistakes.
    static let weights = 0.001...1_000_000.0

    let file: String
    /// Where the files that it names are.
    let folder: String
    private var names: Set<String> = []

    /// - Parameter urls: takes the place of its targets, in their order; of fewer, the last is for all others.
    /// - Throws: `InputFailure`, one line that says where and what, with the nearest valid key.
    static func read(_ path: String, urls: [String] = []) throws -> Scenario {
        var reader = ScenarioFile(
            file: path, folder: URL(fileURLWithPath: path).deletingLastPathComponent().path)
        return try reader.scenario(BoundedFile.text(of: path), urls: urls)
    }

    init(file: String, folder: String) {
        self.file = file
        self.folder = folder
    }

    mutating func scenario(_ text: String, urls: [String] = []) throws -> Scenario {
        let root = try TOMLReader(parsing: text, file: file, kind: .configuration)
        try root.check(Self.rootKeys)
        let targets = try targets(root, urls)
        let connections = try root.integer("connections", in: 1...100_000) ?? 10
        var senders: [ScenarioSender] = []
        names = []
        for table in try root.tables("sender") { senders.append(try sender(table, targets, place: senders.count)) }
        if senders.isEmpty { senders.append(ScenarioSender(name: "sender 1")) }
        var phases: [ScenarioPhase] = []
        names = []
        for table in try root.tables("phase") {
            phases.append(try phase(table, connections, senders, place: phases.count))
        }
        guard phases.contains(where: { $0.kind != .pause }) else {
            throw InputFailure(
                .configuration, file,
                "it has no phase in which anything is sent; write [[phase]] with a `rate` and a time, `for`")
        }
        var scenario = Scenario(targets: targets, senders: senders, phases: phases)
        if let seed = try root.integer("seed", in: 0...Int.max) { scenario.seed = UInt64(seed) }
        scenario.threads = try root.integer("threads", in: 1...64) ?? 1
        scenario.thresholds = try thresholds(root)
        return scenario
    }

    private func thresholds(_ root: TOMLReader) throws -> [Threshold] {
        var thresholds: [Threshold] = []
        for text in try root.strings("fail-if", atMost: 100) ?? [] {
            do throws(ThresholdSyntaxError) {
                thresholds.append(try Threshold(parsing: text))
            } catch {
                throw root.failure("fail-if", "has \(text.debugDescription): \(error.reason)")
            }
            if let last = thresholds.last, last.needsCommands {
                throw root.failure(
                    "fail-if", "has \(text.debugDescription): a scenario measures transactions, not each command")
            }
        }
        return thresholds
    }

    private mutating func targets(_ root: TOMLReader, _ urls: [String]) throws -> [Scenario.Target] {
        var targets: [Scenario.Target] = []
        names = []
        for table in try root.tables("target") {
            try table.check(Self.targetKeys)
            let place = targets.count
            let name = try name(table, usual: "target \(place + 1)")
            guard let url = try table.string("url") else {
                throw table.failure(nil, "has no `url`; write url = \"smtp://127.0.0.1:2525\"")
            }
            var relay: Relay
            do { relay = try Relay(url.contains("://") ? url : "smtp://\(url)") } catch {
                throw table.failure("url", "is no server: \(error.message)")
            }
            guard relay.user == nil else {
                throw table.failure("url", "names a user; write `user` in a [[sender]]")
            }
            if let other = urls.isEmpty ? nil : urls[min(place, urls.count - 1)] {
                relay = try Self.relay(other)
            }
            targets.append(
                .init(name: name, relay: relay, weight: try table.number("weight", in: Self.weights) ?? 1))
        }
        guard targets.isEmpty || urls.count <= targets.count else {
            throw FanmailFailure(
                .usage,
                "--target is given \(urls.count) times, and \(file) has \(counted(targets.count, "[[target]]", "[[target]]"))"
                    .escapedForTerminal)
        }
        if targets.isEmpty {
            targets = try urls.enumerated().map { .init(name: "target \($0 + 1)", relay: try Self.relay($1)) }
        }
        guard !targets.isEmpty else {
            throw InputFailure(
                .configuration, file, "it names no server; write [[target]] with url = \"smtp://127.0.0.1:2525\"")
        }
        return targets
    }

    /// Of the command line.
    private static func relay(_ url: String) throws -> Relay {
        let relay = try BenchTarget.relay(url)
        guard relay.user == nil else {
            throw FanmailFailure(
                .usage, "--target \(url.escapedForTerminal) names a user; write `user` in a [[sender]] of the scenario")
        }
        return relay
    }

    mutating func name(_ table: TOMLReader, usual: String) throws -> String {
        let name = try table.string("name") ?? usual
        guard !name.isEmpty, name.utf8.count <= 60, name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw table.failure("name", "must be of 1 to 60 octets, without control characters")
        }
        guard names.insert(name).inserted else {
            throw table.failure(table.has("name") ? "name" : nil, "is \(name.debugDescription) for the second time")
        }
        return name
    }

    // MARK: - Values of the bench

    func distribution(_ table: TOMLReader, _ key: String, limit: Int) throws -> Distribution? {
        guard let text = try table.text(key) else { return nil }
        guard let distribution = Distribution(text, limit: limit) else {
            throw table.failure(
                key,
                "is \(text.debugDescription); write a number up to \(limit), a range \"1-100\", \"exp:MEAN\", or \"VALUE:WEIGHT,VALUE:WEIGHT\""
            )
        }
        return distribution
    }

    func recipients(_ table: TOMLReader) throws -> Distribution? {
        try distribution(table, "recipients", limit: Self.mostRecipients)
    }

    /// With 1 in the place of `{n}`.
    func expectAddress(_ table: TOMLReader, _ key: String, _ text: String) throws {
        guard !text.contains("{i}") else {
            throw table.failure(key, "has {i}, and a scenario counts with {n} alone; write that in its place")
        }
        do { _ = try Mailbox(parsing: text.replacing("{n}", with: "1")) } catch {
            throw table.failure(key, "is \(text.debugDescription): \(error.reason)")
        }
    }

    /// A path that the file names, from its folder.
    func path(_ name: String) -> String {
        name.hasPrefix("/") ? name : folder + "/" + name
    }
}
