package import ArgumentParser
import Fanmail
import FanmailBasics
package import FanmailSettings
import Foundation
package import Logging
package import SMTPClient
package import SMTPProtocol

/// The flags of a connection to a relay, each of which overrides the environment and fanmail.toml.
package struct RelayOptions: ParsableArguments {
    @Option(
        help:
            "How long replies may take, in place of RFC 5321's 5m (data=2m, block=3m, end-of-data=10m) and connect=30s: 2m, rcpt=1m; may be repeated."
    ) var timeout: [String] = []
    @Option(help: "The name to say in EHLO: a domain, or an address in brackets.") package var hostname: String?
    @Option(help: "TLS: none, opportunistic, or required (the default with a user in the relay's URL).")
    package var tls: String?
    @Option(help: "A PEM file of the authorities to trust instead of the system's.") package var tlsCa: String?
    @Option(help: "A PEM file of a client certificate.") package var tlsCert: String?
    @Option(help: "The PEM file of its key.") package var tlsKey: String?
    @Option(help: "SHA-256 of the server's certificate: trust this one and nothing else.") package var tlsPin:
        [String] = []
    @Flag(help: "Encrypts without verifying the server's certificate.") package var tlsNoVerify = false
    @Option(help: "A file with the relay's password; otherwise FANMAIL_RELAY_PASSWORD, or a prompt.")
    package var passwordFile: String?
    @Option(help: "A file with an OAuth 2.0 access token.") package var oauthTokenFile: String?
    @Option(help: "A command that prints an OAuth 2.0 access token.") package var oauthTokenCommand: String?
    @Flag(help: "Logs in also where the connection is not encrypted.") package var allowClearAuth = false
    @Option(help: "The address of this machine to connect from.") package var sourceAddress: String?
    @Flag(help: "Sends with BDAT instead of DATA where the server offers CHUNKING.") package var chunking = false
    @Option(help: "Writes the dialogue of each connection to a file, without secrets and message bodies.")
    var transcript: String?
    @Flag(name: .shortAndLong, help: "Shows the dialogue on standard error.") package var verbose = false

    package init() {}

    package var flags: [SettingName: String] {
        var flags: [SettingName: String] = [:]
        if !timeout.isEmpty { flags[.timeout] = timeout.joined(separator: ",") }
        flags[.hostname] = hostname
        flags[.tls] = tls
        flags[.tlsCA] = tlsCa
        flags[.tlsCertificate] = tlsCert
        flags[.tlsKey] = tlsKey
        if !tlsPin.isEmpty { flags[.tlsPin] = tlsPin.joined(separator: ",") }
        if tlsNoVerify { flags[.tlsVerify] = "false" }
        flags[.passwordFile] = passwordFile
        flags[.tokenFile] = oauthTokenFile
        flags[.tokenCommand] = oauthTokenCommand
        if allowClearAuth { flags[.allowClearAuth] = "true" }
        flags[.sourceAddress] = sourceAddress
        if chunking { flags[.chunking] = "true" }
        return flags
    }

    package static func relay(_ url: String) throws -> Relay {
        do {
            return try Relay(url)
        } catch {
            throw FanmailFailure(.configuration, at: "relay", error.what, remedy: error.remedy)
        }
    }

    /// - Parameter logsIn: false where no connection will be made: nobody is asked for a password then.
    package func connection(
        to relay: Relay, _ configuration: Configuration, logsIn: Bool, logger: Logger
    ) throws -> SMTPConfiguration {
        try connection(to: relay, configuration.general, of: configuration, logsIn: logsIn, logger: logger)
    }

    /// The same of a relay whose settings stand in a table of their own.
    package func connection(
        to relay: Relay, _ own: RelaySettings, of configuration: Configuration, logsIn: Bool, logger: Logger
    ) throws -> SMTPConfiguration {
        var smtp = SMTPConfiguration(hostname: own.hostname.value, timeouts: Timeouts(own.timeout.value))
        smtp.logger = logger
        let settings = own.login
        smtp.tls.security = settings.tls.value.flatMap { TransportSecurity(rawValue: $0.rawValue) }
        smtp.tls.authorities = settings.tlsCA.value
        smtp.tls.certificate = settings.tlsCertificate.value
        smtp.tls.key = settings.tlsKey.value
        smtp.tls.pins = settings.tlsPins.value.compactMap { TLSSettings.pin($0) }
        for (setting, what) in [
            (settings.tlsCA, "authorities"), (settings.tlsCertificate, "a certificate"), (settings.tlsKey, "its key"),
        ] {
            guard let path = setting.value else { continue }
            try PEMFile.expect(path, "\(setting.word) names a PEM file of \(what)")
        }
        smtp.tls.verifies = settings.tlsVerify.value
        smtp.sourceAddress = own.sourceAddress.value
        smtp.chunking = own.chunking.value
        smtp.inFlight = own.inFlight.value
        if logsIn {
            (smtp.login, smtp.freshSecret) = try RelayLogin.login(to: relay, own, of: configuration)
            smtp.transcript = try dialogue()
        }
        return smtp
    }

    /// Where the dialogues go; nil where nobody wants them.
    package func dialogue() throws -> (any SMTPTranscript)? {
        transcript != nil || verbose ? try TranscriptFile(path: transcript, echoes: verbose) : nil
    }
}

extension Timeouts {
    package init(_ text: TimeoutText) {
        self = text.general.map { Timeouts(commands: $0) } ?? Timeouts()
        for (command, duration) in text.commands {
            switch command {
            case .connect: connect = duration
            case .greeting: greeting = duration
            case .ehlo: hello = duration
            case .tls: tls = duration
            case .auth: auth = duration
            case .mail: mail = duration
            case .rcpt: recipient = duration
            case .data: data = duration
            case .block: block = duration
            case .endOfData: endOfData = duration
            case .quit: quit = duration
            case .session: session = duration
            }
        }
    }
}
