import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import NIOCore
import SMTPClient

struct BenchLikeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "like",
        abstract: "Does what a command line of Postfix's smtp-source does, and tells the same in flags of bench.",
        discussion: """
            Example: fanmail bench like smtp-source -s 10 -m 1000 -l 4096 -f a@b.example -t c@d.example 127.0.0.1:2525
            Flags of fanmail itself stand in front, or behind the server: fanmail bench like --html page.html smtp-source …
            """)

    @Argument(parsing: .captureForPassthrough, help: "smtp-source, its flags, and the server.") var words: [String]

    @OptionGroup var log: LogOptions

    func run() async throws {
        guard
            let place = words.firstIndex(of: "smtp-source") ?? words.firstIndex(where: { $0.hasSuffix("/smtp-source") })
        else {
            if words.contains("--help") || words.contains("-h") { throw CleanExit.helpRequest(Self.self) }
            throw FanmailFailure(
                .usage, "bench like: write the command line behind it, beginning with smtp-source; it knows no other")
        }
        let flags = try SourceFlags(words[(place + 1)...])
        let machine = ProcessInfo.processInfo.hostName
        let arguments = try flags.arguments(to: try await Self.address(flags), machine: machine)
        for note in flags.notes { Terminal.say("note: \(note)") }
        let all = arguments + words[..<place] + flags.others
        Terminal.say("the same: fanmail bench \(all.map(Self.quoted).joined(separator: " "))".escapedForTerminal)
        let command = try BenchRunCommand.parse(all)
        try await command.run()
    }

    /// The server, or its first address of the family that was asked for.
    private static func address(_ flags: SourceFlags) async throws -> Relay {
        guard let family = flags.family, case .host(let host, let port) = flags.relay.address else {
            return flags.relay
        }
        let found = await flags.relay.addresses().first {
            switch $0 {
            case .v4: family == 4
            case .v6: family == 6
            case .unixDomainSocket: false
            }
        }
        guard let address = found?.ipAddress else {
            throw FanmailFailure(
                .unavailable, "\(host.escapedForTerminal): the name has no address of IPv\(family)")
        }
        return Relay(scheme: flags.relay.scheme, address: .host(address, port: port))
    }

    /// As a shell wants it.
    static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || "-_./:@%+=,".utf8.contains($0)
            }
        return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}
