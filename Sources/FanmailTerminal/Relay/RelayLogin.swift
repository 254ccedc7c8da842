import Fanmail
import FanmailBasics
package import FanmailSettings
package import Foundation
package import SMTPClient
package import SMTPProtocol

/// Where the secret of a login comes from. Never the command line, which every user of the machine can read.
package enum RelayLogin {
    private static let variable = "FANMAIL_RELAY_PASSWORD"
    private static let longest = 16_384

    /// The password that the environment has; nil for none.
    package static var password: String? { password(variable) }

    /// That one, and those of relays with names of their own.
    package static var passwords: [String] {
        ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix(variable) && !$0.value.isEmpty }.map(\.value)
    }

    private static func password(_ variable: String) -> String? {
        ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A relay of its own name has a variable of its own, so that no other one's password is sent to it.
    private static func variable(of relay: RelaySettings) -> String {
        relay.name.isEmpty ? variable : "\(variable)_\(relay.name.uppercased().replacing("-", with: "_"))"
    }

    /// - Returns: no login when the relay's URL names no user; and what makes its secret anew for each connection, where it
    ///   comes from a command.
    package static func login(
        to relay: Relay, _ own: RelaySettings, of configuration: Configuration
    ) throws -> (Login?, (@Sendable () async throws -> Login.Secret)?) {
        let settings = own.login
        guard let user = relay.user else {
            let given = [settings.passwordFile, settings.tokenFile, settings.tokenCommand].first { $0.value != nil }
            guard let given else { return (nil, nil) }
            throw FanmailFailure(
                .configuration,
                "\(given.word): the relay's URL names no user; write smtp://user@host")
        }
        try expectTrusted(own, configuration.doubts)
        let allowsClearText = settings.allowClearAuth.value
        guard let command = settings.tokenCommand.value else {
            let secret = try secret(of: user, relay, own)
            return (Login(user: user, secret: secret, allowsClearText: allowsClearText), nil)
        }
        // Once at the start, so that a command that cannot be run is told before anything else is done.
        // What a file says is said from its folder.
        var folder: String?
        if case .file = settings.tokenCommand.origin, configuration.folder.isAbove {
            folder = configuration.folder.path
        }
        let first = try OAuthTokenCommand.run(command, in: folder)
        let source = OAuthTokenSource(command, in: folder, first: first)
        return (
            Login(user: user, secret: .token(first), allowsClearText: allowsClearText),
            { .token(try await source.token()) }
        )
    }

    /// A settings file that somebody else may have written runs nothing, and sends no secret anywhere.
    private static func expectTrusted(_ relay: RelaySettings, _ doubts: SettingsFileDoubts) throws {
        let login = relay.login
        if login.tokenCommand.value != nil, case .file(let path, let line) = login.tokenCommand.origin,
            let why = doubts.aboutCommands
        {
            throw FanmailFailure(
                .configuration, "\(path):\(line): oauth-token-command is not run, for \(why)".escapedForTerminal)
        }
        let origins = [
            relay.url.origin, login.passwordFile.origin, login.tokenFile.origin, login.tls.origin,
            login.tlsCA.origin, login.tlsPins.origin, login.tlsVerify.origin, login.allowClearAuth.origin,
        ]
        for case .file(let path, let line) in origins {
            guard let why = doubts.aboutSecrets else { return }
            throw FanmailFailure(
                .configuration, "\(path):\(line): no secret is sent as this says, for \(why)".escapedForTerminal)
        }
    }

    private static func secret(of user: String, _ relay: Relay, _ own: RelaySettings) throws -> Login.Secret {
        let (settings, variable) = (own.login, variable(of: own))
        if let file = settings.tokenFile.value { return .token(try firstLine(of: file, "token")) }
        // A file that is named beats the environment, which may have been set for something else.
        if let file = settings.passwordFile.value { return .password(try firstLine(of: file, "password")) }
        if let password = password(variable) { return .password(password) }
        guard Terminal.isInputTerminal, Terminal.isErrorTerminal else {
            throw FanmailFailure(
                .configuration, "no password for \(user) at \(relay.peer): set \(variable), or name a --password-file")
        }
        return .password(try prompt("password of \(user) at \(relay.peer): ", variable))
    }

    package static func firstLine(of path: String, _ what: String) throws -> String {
        let data: Data
        do {
            data = Data(try InputFile(path, allowsPipes: true).read(upTo: longest))
        } catch {
            throw FanmailFailure(.noInput, "\(path): \(error.reason); put the \(what) into a file".escapedForTerminal)
        }
        return try line(of: data, path, what)
    }

    package static func line(of data: Data, _ place: String, _ what: String) throws -> String {
        let text = String(decoding: data, as: UTF8.self).prefix { !$0.isNewline }
        guard !text.isEmpty else {
            throw FanmailFailure(.configuration, "\(place): the first line is to be the \(what), and is empty")
        }
        guard text.utf8.count < longest, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw FanmailFailure(
                .configuration,
                "\(place): the first line is to be the \(what), and holds control characters or is too long"
                    .escapedForTerminal)
        }
        return String(text)
    }

    /// Reads a line from the terminal without showing it.
    private static func prompt(_ question: String, _ variable: String) throws -> String {
        var shown = termios()
        guard tcgetattr(STDIN_FILENO, &shown) == 0 else {
            throw FanmailFailure(.configuration, "no password: set \(variable), or name a --password-file")
        }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) }
        Terminal.draw(question.escapedForTerminal)
        let answer = readLine() ?? ""
        Terminal.draw("\n")
        guard !answer.isEmpty else { throw FanmailFailure(.configuration, "no password was given; nothing was sent") }
        return answer
    }
}
