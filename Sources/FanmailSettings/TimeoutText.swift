import FanmailBasics

/// How long replies may take: one time for all commands, and others by name: `30s`, `rcpt=2m`, `1m,end-of-data=15m`.
package struct TimeoutText: Sendable, Equatable {
    /// What a time can be given for (RFC 5321, 4.5.3.2).
    package enum Command: String, Sendable, CaseIterable {
        case connect, greeting, ehlo, tls, auth, mail, rcpt, data
        /// The server takes no more of the message.
        case block
        case endOfData = "end-of-data"
        case quit
        /// A connection's whole life.
        case session
    }

    /// For every reply but that to the end of data, and for the blocks of the data; nil for the usual of each.
    package var general: Duration?
    package var commands: [Command: Duration] = [:]

    package init() {}

    init(_ text: String) throws(SettingSyntaxError) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard sides.count == 2 else {
                general = try Self.duration(String(part.filter { $0 != " " }), atMost: .seconds(3600))
                continue
            }
            guard let command = Command(rawValue: sides[0]) else {
                let known = Command.allCases.map(\.rawValue)
                let meant = NearestKey.nearest(to: sides[0], among: known).map { "; did you mean \($0)?" }
                throw SettingSyntaxError(
                    "\(SettingSyntaxError.quoted(sides[0])) has no time of its own\(meant ?? "; those that have: \(known.joined(separator: " "))")"
                )
            }
            commands[command] = try Self.duration(sides[1], atMost: .seconds(command == .session ? 86400 : 3600))
        }
    }

    private static func duration(_ text: String, atMost most: Duration) throws(SettingSyntaxError) -> Duration {
        let duration = try DurationText.parse(text)
        guard duration > .zero else { throw SettingSyntaxError("\(SettingSyntaxError.quoted(text)) leaves no time") }
        guard duration <= most else {
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(text)) is too long to wait for a reply; at most \(DurationText.format(most))"
            )
        }
        return duration
    }

    /// As it can be written; the usual by name where there is no general one.
    package var text: String {
        let named = Command.allCases.compactMap { command in
            (commands[command] ?? (general == nil ? Self.usual[command] : nil)).map {
                "\(command.rawValue)=\(DurationText.format($0))"
            }
        }
        return ((general.map { [DurationText.format($0)] } ?? []) + named).joined(separator: ",")
    }

    /// Of RFC 5321, 4.5.3.2, and of what it does not speak of.
    package static let usual: [Command: Duration] = [
        .connect: .seconds(30), .greeting: .seconds(300), .ehlo: .seconds(300), .tls: .seconds(300),
        .auth: .seconds(300), .mail: .seconds(300), .rcpt: .seconds(300), .data: .seconds(120),
        .block: .seconds(180), .endOfData: .seconds(600), .quit: .seconds(5),
    ]
}
