import ArgumentParser
import Composition
import Fanmail
import FanmailBasics
import FanmailDNS
import FanmailTerminal
import Logging

struct DKIMCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compares the keys that are set with their records in the DNS.",
        discussion: """
            Example: fanmail dkim check --dns-server 192.0.2.53
            Exit status: 0 all records fit; 78 one is missing or another; 75 the name server does not answer.
            """)

    @OptionGroup var keys: DKIMKeyOptions
    @Option(help: "The name server's address, with :port if it is not 53; the system's without this.")
    var dnsServer: String?

    func run() throws {
        let identities = try keys.identities()
        let lookup = try Resolver.named(dnsServer, option: "--dns-server")
        var findings: [(identity: DKIMSigner.Identity, finding: DKIMRecordCheck.Finding, reason: String?)] = []
        for identity in identities {
            let (finding, reason) = DKIMRecordCheck.check(identity, lookup)
            keys.global.log.logger.info(
                "looked up", metadata: ["record": "\(identity.recordName)", "finding": "\(finding.rawValue)"])
            findings.append((identity, finding, reason))
        }
        if keys.global.json {
            Terminal.print(
                JSONValue.array(
                    findings.map { identity, finding, reason in
                        DKIMCommand.json(
                            identity, [("finding", .string(finding.rawValue)), ("reason", JSONValue(reason))])
                    }
                ).text)
        } else {
            for (identity, finding, reason) in findings {
                let why = reason.map { ": \($0)" } ?? ""
                Terminal.print("\(identity.recordName) \(finding.rawValue)\(why)".escapedForTerminal)
            }
        }
        if findings.contains(where: { $0.finding == .missing || $0.finding == .wrong }) {
            if !keys.global.json { Terminal.say("fanmail: `fanmail dkim record` prints what should stand there") }
            throw ExitCode(78)
        }
        if findings.contains(where: { $0.finding == .unreachable }) { throw ExitCode(75) }
    }
}
