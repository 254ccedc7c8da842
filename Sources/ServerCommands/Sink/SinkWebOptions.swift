import ArgumentParser
import Composition
import Fanmail
import FanmailBasics
import FanmailDNS
import FanmailTerminal
import FanmailWeb
import Foundation
import NIOCore
import SMTPSink
import SMTPSinkStore
import SMTPSinkWeb

/// What a sink holds for whoever looks, and where they look.
struct SinkWebOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Answers HTTP there: an API for tests, and pages; port 0 takes a free one (docs/sink.md).",
            valueName: "host:port"))
    var web: String?
    @Option(help: "Holds so many messages for --web and --store, 1000 unless told; the oldest go first.") var keep: Int?
    @Option(help: "Holds messages of so many octets together, 100MB unless told; the longest that it takes is as long.")
    var keepOctets: String?
    @Option(help: "Holds them in this SQLite file, from one run to the next.", completion: .file()) var store: String?
    @Option(
        help:
            "Whoever asks --web has to know this, or FANMAIL_WEB_TOKEN: `Authorization: Bearer TOKEN`, or a password."
    )
    var webToken: String?
    @Option(
        help: "A file whose first line is that token: a command line is seen by others on this machine.",
        completion: .file())
    var webTokenFile: String?
    @Option(help: "A name with a dot by which --web may be asked; again for more.") var webName: [String] = []
    @Flag(help: "Lets --web listen beyond this machine without a token.") var webAnyone = false
    @Option(
        help: ArgumentHelp(
            "A public key that DKIM signatures are verified by: PEM, or its record's text; again for more.",
            valueName: "selector._domainkey.domain=file"))
    var dkimKey: [String] = []
    @Flag(help: "Asks the DNS for the keys of DKIM signatures that --dkim-key does not give.") var dkimDns = false
    @Option(help: ArgumentHelp("Asks this name server in place of the system's.", valueName: "address"))
    var dkimDnsServer: String?

    /// Where messages are held; nil where nobody looks.
    func messages() throws -> SinkMessages? {
        guard web != nil || store != nil || keep == nil && keepOctets == nil else {
            throw FanmailFailure(.usage, "--keep and --keep-octets need --web HOST:PORT or --store FILE")
        }
        var room = SinkRoom()
        if let keep {
            guard keep > 0 else { throw FanmailFailure(.usage, "--keep must be 1 or more") }
            room.messages = keep
        }
        if let keepOctets { room.octets = try SizeText.parse(keepOctets, "--keep-octets") }
        if let store {
            do throws(InputFailure) {
                let database = try SinkDatabase(store, room: room) { reason in
                    Terminal.say("fanmail: --store \(store.escapedForTerminal): messages cannot be kept: \(reason)")
                }
                return SinkMessages(database, room: room)
            } catch {
                throw FanmailFailure(.disk, "--store \(error)")
            }
        }
        return web == nil ? nil : SinkMessages(room: room)
    }

    /// Nil where nothing is answered.
    func settings() throws -> SinkWebServer.Settings? {
        guard let web else {
            guard webToken == nil, webTokenFile == nil, webName.isEmpty, !webAnyone, dkimKey.isEmpty, !dkimDns,
                dkimDnsServer == nil
            else {
                throw FanmailFailure(
                    .usage, "--web-token, --web-name, --web-anyone and --dkim-… need --web HOST:PORT")
            }
            return nil
        }
        var settings = SinkWebServer.Settings()
        (settings.host, settings.port) = try ListenAddress.parse(web, "--web")
        settings.names = webName
        settings.token = try token()
        guard settings.isLoopback || settings.token != nil || webAnyone else {
            throw FanmailFailure(
                .usage,
                "--web \(web.escapedForTerminal): others would read the mail there; give it a --web-token-file, or say --web-anyone"
            )
        }
        return settings
    }

    private static let variable = "FANMAIL_WEB_TOKEN"

    /// What whoever asks has to know; a file or a word of the command line beats the environment.
    private func token() throws -> String? {
        guard webToken == nil || webTokenFile == nil else {
            throw FanmailFailure(.usage, "--web-token and --web-token-file exclude each other")
        }
        let environment = ProcessInfo.processInfo.environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
        let (token, source): (String?, String) =
            if let webTokenFile {
                (try RelayLogin.firstLine(of: webTokenFile, "token"), "--web-token-file")
            } else if let webToken {
                (webToken, "--web-token")
            } else {
                (environment, Self.variable)
            }
        guard token.map({ $0.utf8.count >= 8 }) ?? true else {
            throw FanmailFailure(.usage, "\(source): at least 8 characters, so that nobody guesses it")
        }
        return token
    }

    private static let longestKey = 1 << 16

    /// What signatures are verified by.
    func keys() throws -> SignatureKeys {
        var given: [String: DKIMPublicKey] = [:]
        for text in dkimKey {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, parts[0].lowercased().contains("._domainkey.") else {
                throw FanmailFailure(
                    .usage,
                    "--dkim-key \(text.escapedForTerminal): write SELECTOR._domainkey.DOMAIN=FILE, as in DNS")
            }
            let octets: [UInt8]
            do {
                octets = try InputFile(parts[1], allowsPipes: true).read(upTo: Self.longestKey)
            } catch {
                throw FanmailFailure(.noInput, "--dkim-key \(parts[1]): \(error.reason)".escapedForTerminal)
            }
            do throws(DKIMFailure) {
                given[parts[0]] = try DKIMPublicKey(text: String(decoding: octets, as: UTF8.self))
            } catch {
                throw FanmailFailure(.unusableInput, "--dkim-key \(parts[1]): \(error.what)".escapedForTerminal)
            }
        }
        guard dkimDns || dkimDnsServer != nil else { return SignatureKeys(given: given) }
        return SignatureKeys(
            given: given, resolver: try Resolver.named(dkimDnsServer, option: "--dkim-dns-server"))
    }

    /// Begins to answer.
    func start(_ settings: SinkWebServer.Settings, _ api: SinkAPI) async throws -> WebServer {
        do {
            return try await SinkWebServer.start(settings, api)
        } catch {
            let why = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw FanmailFailure(
                .unavailable,
                "\(settings.host):\(settings.port): cannot be listened on: \(why); choose another with --web")
        }
    }
}
