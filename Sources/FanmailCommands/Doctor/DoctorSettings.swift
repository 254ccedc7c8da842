import FanmailSettings
import ListStore
import MailingLists
import SMTPCore

/// What `doctor` says of the settings and the lists' policies.
enum DoctorSettings {
    static func examine(_ configuration: Configuration, _ lists: [ListRecord]) -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        let name = configuration.hostname.value ?? "with its address"
        let isFull = configuration.hostname.value.flatMap { MachineName.whole($0) } != nil
        findings.append(
            DoctorFinding(
                .config, "hostname", isFull ? .good : .warning,
                isFull ? "says EHLO \(name)" : "says EHLO \(name), which is no full name; some servers refuse that",
                isFull ? nil : "set hostname in [delivery] to the name that the sending address has in the DNS"))
        for list in lists where list.archivedAt == nil {
            let definition = list.definition
            guard definition.unsubscribeURL == nil || definition.oneClick == .never else { continue }
            findings.append(
                DoctorFinding(
                    .lists, list.name, .warning,
                    "no link that ends a subscription with one click; Gmail and Yahoo demand it of who sends 5000 a day",
                    "set unsubscribe-url, and one-click, in [policy] of the list (RFC 8058)"))
        }
        if lists.isEmpty {
            findings.append(
                DoctorFinding(
                    .lists, "lists", .warning, "there is none", "make one with `fanmail list apply lists/announce.toml`"
                ))
        }
        return findings
    }
}
