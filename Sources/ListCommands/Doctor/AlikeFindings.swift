import Fanmail
import FanmailBasics
import FanmailTerminal

/// What a health check found, with the same thing of many lists, domains or files said once.
struct AlikeFindings {
    /// Of more subjects the others are counted.
    private static let named = 3

    let level: HealthFinding.Level
    let text: String
    let remedy: Remedy?
    private var subjects: [String]

    /// In the order of the first of each kind.
    static func all(_ findings: [HealthFinding]) -> [AlikeFindings] {
        var all: [AlikeFindings] = []
        for finding in findings {
            let index = all.firstIndex {
                $0.level == finding.level && $0.text == finding.text && $0.remedy == finding.remedy
            }
            if let index, finding.level != .good {
                all[index].subjects.append(finding.subject)
            } else {
                all.append(
                    AlikeFindings(
                        level: finding.level, text: finding.text, remedy: finding.remedy, subjects: [finding.subject]))
            }
        }
        return all
    }

    private init(level: HealthFinding.Level, text: String, remedy: Remedy?, subjects: [String]) {
        (self.level, self.text, self.remedy, self.subjects) = (level, text, remedy, subjects)
    }

    /// `announce, developers, members and 29 more`.
    var subject: String {
        let others = subjects.count - Self.named
        return subjects.prefix(Self.named).joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
    }
}
