import ArgumentParser
import FanmailBasics
import FanmailTerminal
import Shaping

struct ShapingCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Looks a table of limits and reactions over.",
        discussion: """
            Example: fanmail shaping check shaping.toml
            Each rule takes its own samples and can take anything; none takes another's before it, none takes what \
            fanmail itself writes; no limit is without effect. fanmail's own table is looked over with it.
            Exit status: 0 nothing found; 65 something is wrong; 78 the file cannot be read.
            """)

    @Argument(help: "The file, TOML; the one in force without this.", completion: .file()) var file: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let table =
            try file.map { ShapingTable.standard.adding(try ShapingFile.read($0)) }
            ?? ShapingTable.inForce(global.configuration())
        let findings = ShapingLint.findings(table)
        if global.json {
            Terminal.print(JSONValue.array(findings.map(Self.json)).text)
        } else {
            for finding in findings { Terminal.print(finding.description.escapedForTerminal) }
            if findings.isEmpty {
                let entries = counted(table.entries.count, "entry of limits", "entries of limits")
                Terminal.say("\(entries), \(counted(table.rules.count, "rule", "rules")): nothing found")
            }
        }
        if !findings.isEmpty { throw ExitCode(65) }
    }

    private static func json(_ finding: ShapingFinding) -> JSONValue {
        var (file, line): (String?, Int?)
        if case .file(let name, let number) = finding.origin { (file, line) = (name, number) }
        return .object([
            ("file", JSONValue(file)), ("line", JSONValue(line)), ("subject", .string(finding.subject)),
            ("problem", .string(finding.what)),
        ])
    }
}
