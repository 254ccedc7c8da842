package import Bounces
import FanmailBasics
import Foundation

/// The rules that somebody taught, in a file beside the database; they come before those that the judge has.
package struct TaughtRules: Sendable {
    package let path: String
    package private(set) var rules: [FailureRule]
    /// What the file says below its head, as it was written, with what people wrote into it.
    private var text: String

    private static let head =
        "# Rules that somebody taught (bounce undecided teach); they come before fanmail's own.\n\n"
    private static let largest = 1 << 20
    package static let mostRules = 1000

    /// The judge with them.
    package var judge: FailureJudge {
        rules.isEmpty ? .standard : FailureJudge(rules: rules + FailureJudge.standard.rules)
    }

    /// The file of a database: `fanmail.db` has `fanmail.bounce-rules`.
    package static func path(ofDatabase database: String) -> String {
        (database.hasSuffix(".db") ? String(database.dropLast(3)) : database) + ".bounce-rules"
    }

    /// The judge of a database, for what is judged from now on.
    ///
    /// - Parameter telling: hears what is wrong with the file, none of whose rules counts then: mail goes on, and what came
    ///   back is not lost for a slip of the pen.
    package static func judge(
        ofDatabase database: String, telling: (_ failure: FanmailFailure) -> Void
    ) -> FailureJudge {
        do throws(FanmailFailure) { return try TaughtRules(ofDatabase: database).judge } catch {
            telling(error)
            return .standard
        }
    }

    /// What the file says; none where there is no file.
    ///
    /// - Throws: where it cannot be read, is none of rules, or has one that does not do what it says, with its line.
    package init(ofDatabase database: String) throws(FanmailFailure) {
        path = Self.path(ofDatabase: database)
        (rules, text) = ([], "")
        let bytes: [UInt8]
        do throws(InputFile.Refusal) {
            bytes = try InputFile(path).read(upTo: Self.largest + 1)
        } catch {
            if error.isAboutNothing { return }
            throw Self.failure(at: path, "cannot be read: \(error.reason)")
        }
        try expectRoom(bytes.count, at: path)
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw Self.failure(at: path, "this is no text in UTF-8")
        }
        let whole = decoded.hasPrefix("\u{FEFF}") ? String(decoded.dropFirst()) : decoded
        text = whole.hasPrefix(Self.head) ? String(whole.dropFirst(Self.head.count)) : whole
        do throws(FailureRuleTextError) {
            rules = try FailureRuleText.rules(whole)
        } catch {
            throw Self.failure(at: "\(path), line \(error.line)", error.what)
        }
        try expectRoom(bytes.count, at: path)
        guard let complaint = Self.complaint(of: rules) else { return }
        throw Self.failure(at: "\(path), line \(Self.line(of: complaint.rule, in: whole))", complaint.text)
    }

    private static func failure(at place: String, _ what: String) -> FanmailFailure {
        FanmailFailure(.configuration, at: place, "\(what); none of the rules in it counts until that is mended")
    }

    private func expectRoom(_ octets: Int, at place: String) throws(FanmailFailure) {
        guard octets <= Self.largest, rules.count <= Self.mostRules else {
            throw Self.failure(
                at: place,
                "has more than \(Self.mostRules) rules, or is larger than \(Self.largest >> 20) MiB; take rules out")
        }
    }

    /// What is wrong with rules before fanmail's own, and which of them it is.
    private static func complaint(of rules: [FailureRule]) -> (rule: String, text: String)? {
        guard !rules.isEmpty else { return nil }
        let taught = Set(rules.map(\.name))
        let findings = FailureRuleLint.findings(rules + FailureJudge.standard.rules)
        if let own = findings.first(where: { taught.contains($0.rule) }) {
            return (own.rule, "rule \(own.rule): \(own.what)")
        }
        return findings.first.map { finding in
            // It takes what one of fanmail's own decides.
            let name = rules.first { finding.what.hasPrefix("rule \($0.name) ") }?.name ?? rules[0].name
            return (name, "rule \(name) is in the way of fanmail's rule \(finding.rule): \(finding.what)")
        }
    }

    /// From 1 on.
    private static func line(of rule: String, in text: String) -> Int {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        let index = lines.firstIndex { $0.split { $0 == " " || $0 == "\t" } == ["rule", rule[...]] }
        return (index ?? 0) + 1
    }

    /// Takes one more, before the others.
    ///
    /// - Throws: what is wrong with it, also where another rule would be in its way, or it in another's.
    package mutating func add(_ rule: FailureRule) throws(FanmailFailure) {
        guard !rules.contains(where: { $0.name == rule.name }) else {
            throw FanmailFailure(.unusableInput, "there is a rule \(rule.name) already; give it another name")
        }
        if let complaint = Self.complaint(of: [rule] + rules) {
            throw FanmailFailure(.unusableInput, "\(complaint.text); say it in other words")
        }
        var more = self
        more.rules.insert(rule, at: 0)
        more.text = FailureRuleText.text([rule]) + (text.isEmpty ? "" : "\n") + text
        try more.expectRoom(Self.head.utf8.count + more.text.utf8.count, at: path)
        self = more
    }

    /// Adds a rule to the file of a database, whoever else does so at the same moment.
    ///
    /// - Parameter checking: hears what the rules are with it, before anything is written.
    /// - Throws: as ``add(_:)`` and ``write()`` do, and what the closure throws; the file is as it was then.
    package static func teach(
        _ rule: FailureRule, ofDatabase database: String, checking: (TaughtRules) throws -> Void
    ) throws -> TaughtRules {
        let path = path(ofDatabase: database)
        let lock = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        defer { close(lock) }
        // Never removed: whoever waits for it has it open.
        while lock < 0 || flock(lock, LOCK_EX) != 0 {
            guard lock >= 0, errno == EINTR else {
                throw FanmailFailure(.disk, at: "\(path).lock", "cannot be locked: \(String(cString: strerror(errno)))")
            }
        }
        var rules = try TaughtRules(ofDatabase: database)
        try rules.add(rule)
        try checking(rules)
        try rules.write()
        return rules
    }

    /// Writes the file: what was added, and the rest as it was.
    package func write() throws(FanmailFailure) {
        do throws(InputFile.Refusal) {
            try ReplacedFile.write(Array((Self.head + text).utf8), to: path)
        } catch {
            throw FanmailFailure(.disk, at: path, "cannot be written: \(error.reason)")
        }
    }
}
