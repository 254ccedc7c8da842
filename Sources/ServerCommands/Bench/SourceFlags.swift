import Fanmail
import FanmailBasics
import SMTPClient
import SMTPCore

/// The command line of Postfix's smtp-source, as its manual has it, and the flags of `fanmail bench run` that do the same.
struct SourceFlags {
    private static let valued = Array("CfFHlmMrRsStTw")
    private static let plain = Array("46AcdLNov")
    private static let most = 1_000_000_000
    private static let ports = ["smtp": 25, "lmtp": 24, "submission": 587]

    private(set) var relay: Relay
    /// Only addresses of this family, 4 or 6.
    private(set) var family: Int?
    private(set) var sessions = 1
    private(set) var messages = 1
    private(set) var recipients = 1
    private(set) var length = 0
    private var from: String?
    private var to: String?
    private var hostname: String?
    private var subject: String?
    private var file: String?
    private var isLMTP = false
    private var isOneMessageAConnection = true
    private var numbers = false
    private var isVerbose = false
    private var pause: String?
    /// Behind the server: flags that are fanmail's.
    private(set) var others: [String] = []
    /// What is not quite the same.
    private(set) var notes: [String] = []

    /// - Parameter words: what stands behind `smtp-source`.
    /// - Throws: `FanmailFailure`, one line, for what smtp-source would not take, and for what has no counterpart.
    init(_ words: some Collection<String>) throws {
        var rest = Array(words)[...]
        relay = Relay(scheme: .smtp, address: .host("", port: 25))
        while let word = rest.first, word.hasPrefix("-"), word.count > 1 {
            rest.removeFirst()
            if word == "--" { break }
            var letters = Array(word.dropFirst())[...]
            while let letter = letters.popFirst() {
                if Self.plain.contains(letter) {
                    try take(letter)
                } else if Self.valued.contains(letter) {
                    let value = letters.isEmpty ? rest.popFirst() : String(letters)
                    letters = []
                    guard let value else { throw Self.failure("-\(letter)", "needs a value") }
                    try take(letter, value)
                } else {
                    throw Self.failure("-\(letter)", "is no flag of smtp-source")
                }
            }
        }
        let place = rest.popFirst()
        others = Array(rest)
        guard let place, others.first?.hasPrefix("--") ?? true else {
            throw FanmailFailure(
                .usage, "smtp-source wants one server behind its flags: [inet:]host[:port], or unix:pathname")
        }
        relay = try server(place)
    }

    private static func failure(_ flag: String, _ what: String) -> FanmailFailure {
        FanmailFailure(.usage, "smtp-source \(flag): \(what)".escapedForTerminal)
    }

    private mutating func take(_ letter: Character) throws {
        switch letter {
        case "4": family = 4
        case "6": family = 6
        case "A": notes.append("-A is what fanmail does anyway: it counts what is refused, and goes on")
        case "c": notes.append("-c is what a terminal shows anyway")
        case "d": isOneMessageAConnection = false
        case "L": isLMTP = true
        case "N": numbers = true
        case "v": isVerbose = true
        default: throw Self.failure("-o", "has no counterpart: fanmail says EHLO, and its messages have a header")
        }
    }

    private mutating func take(_ letter: Character, _ value: String) throws {
        func number(_ range: ClosedRange<Int>) throws -> Int {
            guard let number = Int(value), range.contains(number) else {
                throw Self.failure(
                    "-\(letter) \(value)", "is a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
        switch letter {
        case "C":
            _ = try number(1...Self.most)
            notes.append("-C is what fanmail does anyway: it tries again to connect, with growing pauses")
        case "f": from = value
        case "F": file = value
        case "l": length = try number(0...ScenarioFile.largestMessage)
        case "m": messages = try number(1...Self.most)
        case "M": hostname = value
        case "r": recipients = try number(1...100_000)
        case "R": pause = "1ms-\(try number(1...3600))s"
        case "s": sessions = try number(1...100_000)
        case "S": subject = value
        case "t": to = value
        case "w": pause = "\(try number(1...3600))s"
        case "T": throw Self.failure("-T", "has no counterpart: the system chooses the size of TCP windows")
        default: throw Self.failure("-\(letter)", "has no counterpart")
        }
    }

    private func server(_ text: String) throws -> Relay {
        let scheme = isLMTP ? Relay.Scheme.lmtp : .smtp
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard isLMTP else {
                throw Self.failure(text, "fanmail speaks LMTP over such a socket, not SMTP: add -L, or name a host")
            }
            guard path.hasPrefix("/") else { throw Self.failure(text, "write the whole path, from / on") }
            return Relay(scheme: scheme, address: .unixSocket(path: path))
        }
        var host = text.hasPrefix("inet:") ? text.dropFirst(5) : text[...]
        // Postfix's default is that of SMTP, with LMTP too.
        var port = 25
        if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]"),
            host.hasPrefix("[") || host.firstIndex(of: ":") == colon
        {
            let name = String(host[host.index(after: colon)...])
            guard let number = Self.ports[name] ?? Int(name), (1...65535).contains(number) else {
                throw Self.failure(text, "the port is a number from 1 to 65535, or smtp, lmtp or submission")
            }
            port = number
            host = host[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { throw Self.failure(text, "names no host") }
        return Relay(scheme: scheme, address: .host(String(host), port: port))
    }

    /// The same in words of `fanmail bench run`, without these.
    ///
    /// - Parameters:
    ///   - relay: ``relay``, or the address of it that is to be connected to.
    ///   - machine: this machine's name, from which smtp-source makes what is not given.
    func arguments(to relay: Relay, machine: String) throws -> [String] {
        let name = hostname ?? machine
        let bare =
            name.hasPrefix("[") ? name : (try? Mailbox(parsing: "foo@\(name)")) != nil ? name : "localhost.localdomain"
        let (from, to) = (self.from ?? "foo@\(bare)", self.to ?? "foo@\(bare)")
        var arguments = [
            relay.description, "--connections", "\(min(sessions, messages))", "--transactions", "\(messages)",
            "--no-pipelining", "--tls", "none", "--from", from, "--hostname", name, "--to",
            numbers ? "{n}\(to)" : recipients > 1 ? "{i}\(to)" : to,
        ]
        if recipients > 1 { arguments += ["--rcpt", "\(recipients)"] }
        if isOneMessageAConnection { arguments.append("--no-reuse") }
        if let file {
            arguments += ["--message", file]
        } else {
            arguments += ["--size", "\(Self.size(from: from, to: to, name: name, subject: subject, length: length))"]
        }
        if let subject {
            guard file == nil else {
                throw Self.failure("-S", "and -F exclude each other here: the file has a subject")
            }
            arguments += ["--header", "Subject: \(subject)"]
        }
        if let pause { arguments += ["--think", pause] }
        if isVerbose { arguments.append("--verbose") }
        return arguments
    }

    /// Octets of a message of smtp-source: its header, and as many octets as -l says, or four lines.
    static func size(from: String, to: String, name: String, subject: String?, length: Int) -> Int {
        let header = """
            From: <\(from)>\r
            To: <\(to)>\r
            Date: Fri, 27 Nov 2026 08:00:00 +0000 (UTC)\r
            Message-Id: <0123.0006.0001@\(name)>\r\n
            """ + (subject.map { "Subject: \($0)\r\n" } ?? "") + "\r\n"
        return header.utf8.count + (length == 0 ? 4 * "La de da de da 1.\r\n".utf8.count : length + 2)
    }
}
