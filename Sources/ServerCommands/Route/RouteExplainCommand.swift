import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDNS
import FanmailSettings
import FanmailTerminal
import MailRouting
import NIOCore
import NIOPosix
import SMTPClient
import SMTPCore

struct RouteExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows who takes a domain's mail, in which order, with which TLS, and whose word that is.",
        discussion: """
            Example: fanmail route explain ada@example.org
            Looks at MX, addresses, DANE (RFC 7672) and MTA-STS (RFC 8461), which are asked for in the DNS and of the \
            domain's web server; connects to no mail host. What the DNS says counts as signed where the name server \
            validates (DNSSEC) and runs on this machine, or is trusted by --dns-validates.
            Exit status: 0 there is a way; 69 there is none; 75 that cannot be told now.
            """)

    @Argument(help: "An address, a domain, or an address of a machine in brackets.") var domain: String
    @Option(
        name: [.customLong("dns"), .customLong("resolver")],
        help: "The name server's address, with :port if it is not 53; the system's without this.")
    var dns: String?
    @Flag(help: "Believes this name server that what it calls signed is signed, though a network lies between.")
    var dnsValidates = false
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
        let configuration = try global.configuration()
        let relay = try configuration.relay.value.map(RelayOptions.relay)
        let group = MultiThreadedEventLoopGroup.singleton
        let resolver = StubResolver(try servers(), isValidating: dnsValidates, on: group)
        let source = HTTPSPolicySource(resolver, on: group, authorities: configuration.login.tlsCA.value)
        let finder = RouteFinder(resolver, source, own: Self.ownMachine(configuration))
        let route = await finder.route(to: target)
        let report = RouteReport(
            route, resolver, relay: relay.map { ($0.description, configuration.relay.origin.description) })
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

    private func servers() throws -> [NameServerAddress] {
        guard let dns else {
            let servers = NameServerAddress.system()
            guard !servers.isEmpty else {
                throw FanmailFailure(.configuration, "this system names no name server; say --dns ADDRESS")
            }
            return servers
        }
        guard let server = NameServerAddress(dns) else {
            throw FanmailFailure(
                .usage, "--dns \(dns.escapedForTerminal): write an IP address, such as 192.0.2.53:53")
        }
        return [server]
    }

    /// Loopback addresses are not this machine's alone.
    private static func ownMachine(_ configuration: Configuration) -> OwnMachine {
        let name = configuration.hostname.value ?? MachineName.current
        let addresses = ((try? System.enumerateDevices()) ?? []).compactMap { device in
            device.address?.ipAddress.flatMap { IPAddress($0.prefix { $0 != "%" }) }
        }
        return OwnMachine(
            names: name.map { [$0] } ?? [],
            addresses: addresses.filter { $0.bytes[0] != 127 && $0.description != "::1" })
    }
}
