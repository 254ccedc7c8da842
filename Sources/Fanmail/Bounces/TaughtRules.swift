package import Bounces
import FanmailBasics

/// The rules that somebody taught, in a file beside the database; they come before those that the judge has.
package struct TaughtRules: Sendable {
    package let path: String
    package private(set) var rules: [FailureRule]

    /// The judge with them.
    package var judge: FailureJudge {
        rules.isEmpty ? .standard : FailureJudge(rules: rules + FailureJudge.standard.rules)
    }

    /// The file of a database: `fanmail.db` has `fanmail.bounce-rules`.
    package static func path(ofDatabase database: String) -> String {
        (database.hasSuffix(".db") ? String(database.dropLast(3)) : database) + ".bounce-rules"
    }

    /// What the file says; none where there is no file.
    ///
    /// - Throws: where it cannot be read, or is none of rules that judge as they say.
    package init(ofDatabase database: String) throws(FanmailFailure) {
        path = Self.path(ofDatabase: database)
        rules = []
        let bytes: [UInt8]
        do throws(InputFile.Refusal) {
            bytes = try InputFile(path).read(upTo: Self.largest + 1)
        } catch {
            if error.isAboutNothing { return }
            throw FanmailFailure(.configuration, at: path, "cannot be read: \(error.reason)")
        }
        guard bytes.count <= Self.largest else {
            throw FanmailFailure(.configuration, at: path, "is larger than \(Self.largest >> 20) MiB; take rules out")
        }
        do throws(FailureRuleTextError) {
            rules = try FailureRuleText.rules(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw FanmailFailure(.configuration, at: "\(path), line \(error.line)", error.what)
        }
    }

    private static let largest = 1 << 20

    /// Takes one more, before the others.
    ///
    /// - Throws: what is wrong with it, also where another rule would be in its way, or it in another's.
    package mutating func add(_ rule: FailureRule) throws(FanmailFailure) {
        let known = rules + FailureJudge.standard.rules
        let before = Set(FailureRuleLint.findings(known))
        if let finding = FailureRuleLint.findings([rule] + known).first(where: { !before.contains($0) }) {
            throw FanmailFailure(.unusableInput, "rule \(finding.rule): \(finding.what); say it in other words")
        }
        rules.insert(rule, at: 0)
    }

    /// Writes the file anew.
    package func write() throws(FanmailFailure) {
        let head = "# Rules that somebody taught (bounce undecided teach); they come before fanmail's own.\n\n"
        do throws(InputFile.Refusal) {
            try ReplacedFile.write(Array((head + FailureRuleText.text(rules)).utf8), to: path)
        } catch {
            throw FanmailFailure(.disk, at: path, "cannot be written: \(error.reason)")
        }
    }
}
