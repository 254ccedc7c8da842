/// The settings file: which one is in force, and whether it is followed in everything.
enum SettingsHealth {
    static func examine(_ file: String?, doubt: String?, others: [(file: String, why: String)]) -> [HealthFinding] {
        var findings: [HealthFinding] = []
        if let file {
            findings.append(
                doubt.map { HealthFinding(.config, file, .warning, "runs no command, for \($0)") }
                    ?? HealthFinding(.config, file, .good, "its settings are in force"))
        }
        return findings + others.map { HealthFinding(.config, $0.file, .warning, "is not read, for \($0.why)") }
    }
}
