import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import Logging
import SMTPClient
import SMTPSinkWeb

/// How a sink's messages go on to a real server: as a mailing would, by the same words behind `--release-`.
struct SinkReleaseOptions: ParsableArguments {
    @Option(help: "Lets whoever looks send a message on, to a real server: smtp://[user@]host[:port], smtps://...")
    var releaseTo: String?
    @Option(help: "TLS to it: none, opportunistic, or required (the default with a user in its URL).")
    var releaseTls: String?
    @Option(help: "A PEM file of the authorities to trust instead of the system's.", completion: .file())
    var releaseTlsCa: String?
    @Option(help: "A PEM file of a client certificate.", completion: .file()) var releaseTlsCert: String?
    @Option(help: "The PEM file of its key.", completion: .file()) var releaseTlsKey: String?
    @Option(help: "SHA-256 of the server's certificate: trust this one and nothing else; again for more.")
    var releaseTlsPin: [String] = []
    @Flag(help: "Encrypts without verifying the server's certificate.") var releaseTlsNoVerify = false
    @Option(
        help: "A file with its password; otherwise FANMAIL_RELAY_PASSWORD, or a prompt.", completion: .file())
    var releasePasswordFile: String?
    @Option(help: "A file with an OAuth 2.0 access token.", completion: .file()) var releaseOauthTokenFile: String?
    @Option(help: "A command that prints an OAuth 2.0 access token.") var releaseOauthTokenCommand: String?
    @Flag(help: "Logs in also where the connection is not encrypted.") var releaseAllowClearAuth = false
    @Option(help: "The name to say in EHLO: a domain, or an address in brackets.") var releaseHostname: String?

    private static let prefix = "--release-"

    /// Those of a relay that these are.
    private func options() throws -> RelayOptions {
        var options = try RelayOptions.parse([])
        options.tls = releaseTls
        options.tlsCa = releaseTlsCa
        options.tlsCert = releaseTlsCert
        options.tlsKey = releaseTlsKey
        options.tlsPin = releaseTlsPin
        options.tlsNoVerify = releaseTlsNoVerify
        options.passwordFile = releasePasswordFile
        options.oauthTokenFile = releaseOauthTokenFile
        options.oauthTokenCommand = releaseOauthTokenCommand
        options.allowClearAuth = releaseAllowClearAuth
        options.hostname = releaseHostname
        return options
    }

    /// Where messages may go on to; nil where they may not. What is wrong with it is told before anything listens.
    ///
    /// - Parameter isWeb: there is a page to send them on from.
    func release(isWeb: Bool, logger: Logger) throws -> MessageRelease? {
        let options = try options()
        guard let releaseTo else {
            guard options.flags.isEmpty else {
                throw FanmailFailure(.usage, "the options \(Self.prefix)… need --release-to smtp://host")
            }
            return nil
        }
        guard isWeb else { throw FanmailFailure(.usage, "--release-to needs --web HOST:PORT") }
        let relay = try RelayOptions.relay(releaseTo)
        do {
            // Not by fanmail.toml: that is for mailings, and a sink is for trying out.
            let configuration = try Configuration.ofFlags(options.flags)
            return MessageRelease(
                to: relay,
                configuration: try options.connection(to: relay, configuration, logsIn: true, logger: logger))
        } catch let failure as InputFailure {
            throw FanmailFailure(.usage, Self.renamed(failure.description))
        } catch let failure as FanmailFailure {
            throw FanmailFailure(failure.kind, Self.renamed(failure.message))
        }
    }

    /// By the names that the flags have here.
    private static func renamed(_ text: String) -> String {
        var text = text
        for name in ["--tls", "--password-file", "--oauth-token", "--allow-clear-auth", "--hostname"] {
            text = text.replacing(name, with: prefix + name.dropFirst(2))
        }
        return text
    }
}
