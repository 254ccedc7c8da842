import FanmailBasics
import FanmailSettings
import SMTPClient
import SMTPCore
import SMTPLoad
import SMTPProtocol

extension ScenarioFile {
    private enum Security: String, CaseIterable { case none, opportunistic, required }

    private static let senderKeys = [
        "name", "weight", "target", "size", "recipients", "domains", "from", "to", "addresses", "column", "messages",
        "tls", "tls-share", "user", "password-file", "allow-clear-auth", "chunking", "pipelining",
        "messages-per-connection", "quit", "think", "octets-per-second", "read-octets-per-second", "command-pause",
        "faults",
    ]
    /// Of those who send mail; a bad client does nothing that they would change.
    private static let goodKeys = [
        "messages", "user", "password-file", "allow-clear-auth", "chunking", "pipelining", "messages-per-connection",
        "quit", "octets-per-second", "read-octets-per-second", "command-pause", "addresses", "column",
    ]

    mutating func sender(_ table: TOMLReader, _ targets: [Scenario.Target], place: Int) throws -> ScenarioSender {
        try table.check(Self.senderKeys)
        var sender = ScenarioSender(
            name: try name(table, usual: "sender \(place + 1)"),
            weight: try table.number("weight", in: Self.weights) ?? 1)
        if let name = try table.string("target") {
            sender.target = targets.firstIndex { $0.name == name }
            guard sender.target != nil else {
                throw table.failure("target", Self.unknown(name, "[[target]]", among: targets.map(\.name)))
            }
        }
        try readMail(table, &sender)
        try readConnection(table, &sender)
        try readBehaviour(table, &sender)
        try expectClear(table, sender, targets)
        if sender.isBad {
            if let key = Self.goodKeys.first(where: table.has) {
                throw table.failure(key, "is for those who send mail, and this one has `faults`; take one of them out")
            }
        }
        return sender
    }

    /// What goes in the clear goes to no server that is encrypted from the beginning on.
    private func expectClear(_ table: TOMLReader, _ sender: ScenarioSender, _ targets: [Scenario.Target]) throws {
        guard sender.encryptedShare < 1 else { return }
        let others = sender.target.map { [targets[$0]] } ?? targets
        guard let target = others.first(where: { $0.relay.isImplicitTLS }) else { return }
        throw table.failure(
            table.has("tls-share") ? "tls-share" : "tls",
            "sends in the clear, and \(target.name) is encrypted from the beginning on; name another `target`")
    }

    static func unknown(_ name: String, _ what: String, among names: [String]) -> String {
        let remedy =
            NearestKey.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
            ?? "there are \(names.joined(separator: ", "))"
        return "has \(name.debugDescription), which is the name of no \(what); \(remedy)"
    }

    /// What it sends, and to whom.
    private func readMail(_ table: TOMLReader, _ sender: inout ScenarioSender) throws {
        if let size = try distribution(table, "size", limit: Self.largestMessage) { sender.size = size }
        if let recipients = try recipients(table) { sender.recipients = recipients }
        if let domains = try table.strings("domains", atMost: 1000) {
            guard !domains.isEmpty else { throw table.failure("domains", "names no domain") }
            sender.domains = try domains.map { name in
                do throws(MailboxSyntaxError) { return try Mailbox(parsing: "a@\(name)").domain } catch {
                    throw table.failure("domains", "has \(name.debugDescription): \(error.reason)")
                }
            }
        }
        if let from = try table.string("from") {
            if !from.isEmpty { try expectAddress(table, "from", from) }
            sender.from = from
        }
        if let to = try table.string("to") {
            try expectAddress(table, "to", to)
            sender.to = to
        }
        let whom = ["to", "addresses", "domains"].filter(table.has)
        guard whom.count < 2 else {
            throw table.failure(whom[1], "and `\(whom[0])` exclude each other: both say who it is to")
        }
        let column = try table.string("column")
        if let file = try table.string("addresses") {
            sender.addresses = try ScenarioSource.addresses(path(file), column: column) {
                table.failure("addresses", $0)
            }
        } else if column != nil {
            throw table.failure("column", "needs a file of `addresses`")
        }
        if let messages = try table.string("messages") {
            guard !table.has("size") else {
                throw table.failure("size", "is that of messages that are made up, and this one has `messages`")
            }
            sender.messages = try ScenarioSource.messages(path(messages), withMoments: false) {
                table.failure("messages", $0)
            }
        }
    }

    private func readConnection(_ table: TOMLReader, _ sender: inout ScenarioSender) throws {
        let security = try table.choice("tls", Security.self)
        sender.security = security.flatMap { TransportSecurity(rawValue: $0.rawValue) }
        if let share = try table.number("tls-share", in: 0...100) {
            guard security != Security.none else {
                throw table.failure("tls-share", "has no meaning with tls = \"none\"")
            }
            sender.encryptedShare = share / 100
        } else if security == Security.none {
            sender.encryptedShare = 0
        }
        if let user = try table.string("user") {
            sender.user = .init(
                name: user, passwordFile: try table.string("password-file").map(path),
                allowsClearText: try table.boolean("allow-clear-auth") ?? false)
        } else if let key = ["password-file", "allow-clear-auth"].first(where: table.has) {
            throw table.failure(key, "needs a `user`")
        }
        sender.chunking = try table.boolean("chunking") ?? false
        sender.pipelining = try table.boolean("pipelining") ?? true
        sender.messagesPerConnection = try table.integer("messages-per-connection", in: 1...1_000_000)
        sender.quits = try table.boolean("quit") ?? true
    }

    private func readBehaviour(_ table: TOMLReader, _ sender: inout ScenarioSender) throws {
        if let text = try table.string("think") {
            guard let think = DurationSpread(text) else {
                throw table.failure(
                    "think",
                    "is \(text.debugDescription); write \"50ms\", \"10ms-90ms\" or \"exp:50ms\", of an hour at most")
            }
            sender.think = think
        }
        sender.octetsPerSecond = try table.integer("octets-per-second", in: 1...1_000_000_000)
        sender.readOctetsPerSecond = try table.integer("read-octets-per-second", in: 1...1_000_000_000)
        if let pause = try table.duration("command-pause") {
            guard pause <= .seconds(300) else { throw table.failure("command-pause", "is longer than five minutes") }
            sender.commandPause = pause
        }
        guard let faults = try table.strings("faults", atMost: 100) else { return }
        guard !faults.isEmpty else {
            throw table.failure(
                "faults", "has none; write some of \(ClientFault.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        for fault in faults { sender.faults.append(try table.choice("faults", fault)) }
    }
}
