import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDNS
import FanmailSettings
import FanmailTerminal
import MailRouting
import NIOPosix
import SMTPCore

struct RouteExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows who takes a domain's mail, in which order, with which TLS, and whose word that is.",
        discussion: """
            Example: fanmail route explain ada@example.org
            Looks at MX, addresses, DANE (RFC 7672) and MTA-STS (RFC 8461), which are asked for in the DNS and of the \
            domain's web server; connects to no mail host. What the DNS says counts as signed where the name server \
            validates (DNSSEC) and runs on this machine, or is trusted by --dns-validates. First it says by which route of \
            fanmail.toml mail goes, and through which relays; a relay's own word on the domain is not known here.
            Exit status: 0 there is a way; 69 there is none; 75 that cannot be told now.
            """)

    @Argument(help: "An address, a domain, or an address of a machine in brackets.") var domain: String
    @Option(
        name: [.customLong("dns"), .customLong("resolver")],
        help: "The name server's address, with :port if it is not 53; the system's without this.")
    var dns: String?
    @Flag(help: "Believes this name server that what it calls signed is signed, though a network lies between.")
    var dnsValidates = false
    @Option(help: "The list whose mail it is, where routes tell lists apart.", completion: .lists) var list: String?
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let target: MailTarget
        do throws(MailboxSyntaxError) {
            target = try MailTarget(domain)
        } catch {
            throw FanmailFailure(
                .usage, at: domain,
                "is no address and no domain (\(error.reason)); write ada@example.org, or example.org")
        }
        var flags: [SettingName: String] = [:]
        flags[.dns] = dns
        if dnsValidates { flags[.dnsValidates] = "true" }
        let configuration = try global.configuration(flags)
        let group = MultiThreadedEventLoopGroup.singleton
        let resolver = StubResolver(
            try NameServerAddress.servers(of: configuration.dns), isValidating: configuration.dnsValidates.value,
            on: group)
        let source = HTTPSPolicySource(resolver, on: group, authorities: configuration.login.tlsCA.value)
        let finder = RouteFinder(resolver, source, own: OwnMachine(called: configuration.hostname.value))
        let route = await finder.route(to: target)
        let report = RouteReport(route, resolver, ChosenWay(configuration, target, list: list))
        if global.json {
            Terminal.print(report.json.text)
        } else {
            for line in report.lines { Terminal.print(line.escapedForTerminal) }
        }
        switch route.standing {
        case .reachable: break
        case .unreachable: throw FanmailFailure(.unavailable, at: target.description, report.verdict)
        case .unknown: throw FanmailFailure(.tryLater, at: target.description, report.verdict)
        }
    }

}
