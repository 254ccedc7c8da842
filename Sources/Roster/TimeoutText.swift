/// How long replies may take: one time for all commands, and others by name: `30s`, `rcpt=2m`, `1m,end-of-data=15m`.
package struct TimeoutText: Sendable, Equatable {
    /// What a time can be given for (RFC 5321, 4.5.3.2).
    package enum Command: String, Sendable, CaseIterable {
        case connect, greeting, ehlo, tls, auth, mail, rcpt, data
        case endOfData = "end-of-data"
        case quit
        /// A connection's whole life.
        case session
    }

    /// For every command but the end of data.
    package var general: Duration = .seconds(30)
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

    /// As it can be written.
    package var text: String {
        let named = Command.allCases.compactMap { command in
            commands[command].map { "\(command.rawValue)=\(DurationText.format($0))" }
        }
        return ([DurationText.format(general)] + named).joined(separator: ",")
    }
}
