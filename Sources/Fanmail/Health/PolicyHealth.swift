import FanmailBasics
import ListStore
import MailingLists
import SMTPCore

/// The name in EHLO, and the lists' policies.
enum PolicyHealth {
    static func examine(hostname: String?, _ lists: [ListRecord]) -> [HealthFinding] {
        var findings: [HealthFinding] = []
        let name = hostname ?? "with its address"
        let isFull = hostname.flatMap { MachineName.whole($0) } != nil
        findings.append(
            HealthFinding(
                .config, "hostname", isFull ? .good : .warning,
                isFull ? "says EHLO \(name)" : "says EHLO \(name), which is no full name; some servers refuse that",
                isFull ? nil : .setHostname))
        for list in lists where list.archivedAt == nil {
            let definition = list.definition
            guard definition.unsubscribeURL == nil || definition.oneClick == .never else { continue }
            findings.append(
                HealthFinding(
                    .lists, list.name, .warning,
                    "no link that ends a subscription with one click; Gmail and Yahoo demand it of who sends 5000 a day",
                    .setOneClick))
        }
        if lists.isEmpty {
            findings.append(
                HealthFinding(
                    .lists, "lists", .warning, "there is none", .makeFirstList))
        }
        return findings
    }
}
