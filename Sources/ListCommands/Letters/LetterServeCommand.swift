import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import NIOCore
import SMTPCore

struct LetterServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Shows a letter in the browser while it is edited: the page follows the file.",
        discussion: """
            Example: fanmail letter serve newsletter.md --open
            It serves this machine alone, below a path that nobody can guess, and ends with Ctrl-C. The page is that of \
            `letter preview`, with a choice of reader and language.
            """)

    @Argument(help: "The letter.", completion: .file()) var file: String
    @Option(name: .customLong("as"), help: "As this subscriber would read it, to begin with.") var reader: String?
    @Option(help: "The port; a free one without it.") var port = 0
    @Flag(help: "Shows it in the browser.") var open = false
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        guard (0...65535).contains(port) else { throw FanmailFailure(.usage, "--port \(port): from 0 to 65535") }
        let settings = try global.configuration()
        let address = try reader.map(SubscriberCommand.mailbox)
        // What is no letter is told here, and not in the browser.
        _ = try MessageFile.letter(file, settings)
        let watch = LetterWatch(file, reader: LetterReader(settings), office: try LetterCommand.office(global))
        let server: PreviewServer
        do { server = try await PreviewServer.start(port: port) { watch.answer($0, $1) } } catch {
            let why = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw FanmailFailure(.unavailable, "port \(port) cannot be listened on: \(why); choose another with --port")
        }
        let url = server.url + (address.map { "?as=\(Self.encoded($0.address))" } ?? "")
        Terminal.print(global.json ? JSONValue.object([("url", .string(url))]).text : url)
        Terminal.flush()
        Terminal.say("\(file.escapedForTerminal) is shown there; Ctrl-C ends it")
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let interruption = Interruption { continuation.finish() }
        defer { interruption.end() }
        if open { show(url) }
        for await _ in signals {}
        await server.stop()
    }

    /// Without a browser it is served all the same.
    private func show(_ url: String) {
        do { try LetterCommand.show(url) } catch {
            Terminal.say("warning: no browser can be started; open the address yourself")
        }
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "@.-_"))) ?? text
    }
}
