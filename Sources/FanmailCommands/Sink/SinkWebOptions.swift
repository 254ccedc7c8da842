import ArgumentParser
import Fanmail
import FanmailBasics
import Foundation
import NIOCore
import SMTPClient
import SMTPProtocol
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
    @Option(help: "Whoever asks --web has to know this: `Authorization: Bearer TOKEN`, or a password.")
    var webToken: String?
    @Option(help: "A name with a dot by which --web may be asked; again for more.") var webName: [String] = []
    @Option(help: "Lets whoever looks send a message on, to a real server: smtp://[user@]host[:port], smtps://...")
    var releaseTo: String?
    @Flag(help: "Lets --web listen beyond this machine without a token.") var webAnyone = false

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
            guard webToken == nil, webName.isEmpty, !webAnyone, releaseTo == nil else {
                throw FanmailFailure(
                    .usage, "--web-token, --web-name, --web-anyone and --release-to need --web HOST:PORT")
            }
            return nil
        }
        var settings = SinkWebServer.Settings()
        (settings.host, settings.port) = try ListenAddress.parse(web, "--web")
        settings.names = webName
        guard webToken.map({ $0.utf8.count >= 8 }) ?? true else {
            throw FanmailFailure(.usage, "--web-token: at least 8 characters, so that nobody guesses it")
        }
        settings.token = webToken
        // What is wrong with it is told before anything listens.
        _ = try release()
        guard settings.isLoopback || webToken != nil || webAnyone else {
            throw FanmailFailure(
                .usage,
                "--web \(web.escapedForTerminal): others would read the mail there; give it a --web-token, or say --web-anyone"
            )
        }
        return settings
    }

    /// Where messages may go on to; nil where they may not.
    private func release() throws -> MessageRelease? {
        guard let releaseTo else { return nil }
        let relay = try RelayOptions.relay(releaseTo)
        var configuration = SMTPConfiguration()
        if let user = relay.user {
            guard let password = RelayLogin.password else {
                throw FanmailFailure(
                    .configuration, "--release-to: no password for \(user) at \(relay.peer): set FANMAIL_RELAY_PASSWORD"
                )
            }
            configuration.login = Login(user: user, secret: .password(password))
        }
        return MessageRelease(to: relay, configuration: configuration)
    }

    /// Begins to answer.
    func start(_ settings: SinkWebServer.Settings, _ api: SinkAPI) async throws -> SinkWebServer {
        var api = api
        api.release = try release()
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
