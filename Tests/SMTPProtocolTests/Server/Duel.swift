import NIOCore
import SMTPCore
import SMTPProtocol
import TestSupport

/// Both sessions against each other: what one writes the other reads, in pieces of any size, and the server's decisions take
/// their time. What the server has decided for each recipient is written down.
struct Duel {
    /// How the two are set up.
    struct Setting {
        var dialect = SMTPSession.Dialect.smtp
        var keywords: [String] = []
        var chunking = false
        var inFlight = 1
        var security = TransportSecurity.none
        var login: Login?
        var mechanisms: [String] = []
        var dsn: DSNRequest?
        var recipientLimit: Int?
        /// Of a hundred decisions so many are a yes.
        var kindness = 100
        /// Of a thousand decisions so many are 421.
        var goodbyes = 0
    }

    struct Letter {
        let recipients: [String]
        let content: EncodedContent
        let octets: [UInt8]
    }

    let setting: Setting
    let letters: [Letter]
    private(set) var results: [Int: [TransactionResult]] = [:]
    private(set) var client: SMTPSession
    /// What the server decided last for a recipient, by letter and recipient; nil for nothing.
    private(set) var decided: [String: Reply.Severity] = [:]
    /// Recipients whose copy the server has taken.
    private(set) var taken: [String: [UInt8]] = [:]
    /// What neither side may do.
    private(set) var harm: [String] = []
    private(set) var failure: SMTPFailure?
    private var server: SMTPServerSession
    private var random: SeededGenerator
    private var toServer: [UInt8] = []
    private var toClient: [UInt8] = []
    /// What the server was given and has not read.
    private var held: [UInt8] = []
    private var current: [String] = []
    private var message: [UInt8] = []
    private var response = 0
    private var submitted = 0
    private var inFlight = 0
    private var isClosed = false
    /// Decided, and not said yet.
    private var late: SMTPServerSession.Event?

    init(_ setting: Setting, _ letters: [Letter], seed: UInt64) {
        self.setting = setting
        self.letters = letters
        random = SeededGenerator(seed: seed)
        var configuration = SMTPServerSession.Configuration(
            hostname: "mx", dialect: setting.dialect, keywords: setting.keywords)
        configuration.mechanisms = setting.mechanisms
        configuration.requiresLogin = setting.login != nil
        configuration.startTLS = setting.security == .required ? .required : .off
        configuration.limits.recipients = setting.recipientLimit
        server = SMTPServerSession(configuration, isEncrypted: setting.security == .implicit)
        client = SMTPSession(
            dialect: setting.dialect, hostname: "client.example", peer: "mx:25", security: setting.security,
            login: setting.login)
        client.chunking = setting.chunking
        client.inFlight = setting.inFlight
    }

    private mutating func chance(_ share: Int, of whole: Int) -> Bool {
        Int.random(in: 0..<whole, using: &random) < share
    }

    // MARK: - Play

    /// - Parameters:
    ///   - piece: the most octets that arrive at once.
    ///   - patience: after so many reads the connection is lost; nil for never.
    mutating func play(piece: Int, patience: Int? = nil) {
        server.accept()
        toClient += server.takeOutput()
        var reads = 0
        var idle = 0
        while !isClosed, idle < 64 {
            idle += 1
            if let event = late, chance(1, of: 2) {
                late = nil
                answer(event)
                serverReads()
                idle = 0
            }
            if !toServer.isEmpty, late == nil || chance(1, of: 2) {
                let count = min(toServer.count, Int.random(in: 1...piece, using: &random))
                held += toServer.prefix(count)
                toServer.removeFirst(count)
                serverReads()
                idle = 0
            }
            if !toClient.isEmpty {
                let count = min(toClient.count, Int.random(in: 1...piece, using: &random))
                let bytes = Array(toClient.prefix(count))
                toClient.removeFirst(count)
                bytes.withUnsafeBytes { client.received($0) }
                settle()
                idle = 0
            } else if server.isOver, !isClosed {
                client.closed()
                settle()
            }
            reads += 1
            if reads == patience { break }
        }
        if !isClosed {
            if patience == nil, !client.isIdle { harm.append("nobody says anything any more") }
            client.closed()
            settle()
        }
        while submitted < letters.count { submit() }
        settle()
    }

    private mutating func submit() {
        var batch = RecipientBatch()
        for (index, address) in letters[submitted].recipients.enumerated() {
            batch.append(id: Int64(index), address: address)
        }
        let content = letters[submitted].content
        submitted += 1
        inFlight += 1
        client.submit(
            MailTransaction(reversePath: .null, recipients: batch, content: content, dsn: setting.dsn), id: submitted)
    }

    private mutating func settle() {
        var isSettled = false
        while !isSettled {
            isSettled = true
            while let action = client.nextAction() {
                isSettled = false
                switch action {
                case .established: break
                case .startTLS:
                    if !server.awaitsHandshake || !toServer.isEmpty { harm.append("a handshake out of turn") }
                    server.secured()
                    client.secured()
                case .completed(let id, let result):
                    results[id, default: []].append(result)
                    inFlight -= 1
                case .close: isClosed = true
                }
            }
            while client.isEstablished, submitted < letters.count, inFlight < client.lanes {
                isSettled = false
                submit()
            }
        }
        while let output = client.nextOutput() {
            switch output {
            case .commands(let buffer), .secret(let buffer, _): toServer += buffer.readableBytesView
            case .content(let id, let buffer):
                toServer += buffer.readableBytesView
                client.contentLeft(id)
            }
        }
        if submitted == letters.count, client.isIdle, client.isEstablished { client.quit(); settle() }
    }

    // MARK: - The server's owner

    private mutating func serverReads() {
        var at = 0
        let input = held
        while late == nil, let event = input.withUnsafeBytes({ server.next($0, from: &at) }) {
            switch event {
            case .content(let run): run.append(of: input, to: &message)
            case .answered(.reset): (current, message) = ([], [])
            case .answered(.other): harm.append("what is no command")
            default: break
            }
            guard server.isAsked else { continue }
            if chance(1, of: 3) { late = event } else { answer(event) }
        }
        held = Array(input[at...])
        toClient += server.takeOutput()
    }

    private mutating func decision() -> Reply? {
        if chance(setting.goodbyes, of: 1_000) { return .goodbye }
        guard !chance(setting.kindness, of: 100) else { return nil }
        return chance(1, of: 2) ? .later : Reply(code: 550, status: EnhancedStatusCode(5, 7, 1), text: "no\nnever")
    }

    private mutating func say(_ reply: Reply?) {
        if let reply { server.reply(reply) } else { server.accept() }
        toClient += server.takeOutput()
    }

    private mutating func answer(_ event: SMTPServerSession.Event) {
        switch event {
        case .login(let mechanism, let initial): logIn(mechanism, initial)
        case .response(let octets): logIn(nil, octets)
        case .recipient(let recipient):
            let name = String(decoding: recipient.path, as: UTF8.self)
            let reply = decision()
            // 421 is about the connection.
            if reply?.code != 421 { decided[name] = reply?.severity ?? .completed }
            if reply == nil { current.append(name) }
            say(reply)
        case .mail:
            (current, message) = ([], [])
            say(decision())
        case .data:
            message = []
            say(decision())
        case .message: take()
        case .hello, .startTLS, .quit, .chunk, .content, .answered: say(nil)
        }
    }

    private mutating func take() {
        if current.count != server.acceptedRecipients { harm.append("another count of recipients") }
        if setting.dialect == .lmtp {
            let replies = current.map { _ in decision() }
            for (name, reply) in zip(current, replies) { note(name, reply) }
            server.reply(each: replies)
            toClient += server.takeOutput()
        } else {
            let reply = decision()
            for name in current { note(name, reply) }
            say(reply)
        }
        (current, message) = ([], [])
    }

    private mutating func note(_ name: String, _ reply: Reply?) {
        decided[name] = reply?.severity ?? .completed
        guard reply == nil else { return }
        if taken.updateValue(message, forKey: name) != nil { harm.append("\(name) twice") }
    }

    private mutating func logIn(_ mechanism: String?, _ octets: [UInt8]?) {
        if mechanism != nil { response = 0 }
        guard let octets else {
            server.challenge(mechanism == "LOGIN" ? Array("Username:".utf8) : [])
            toClient += server.takeOutput()
            return
        }
        response += 1
        if octets == Array("ada".utf8), response == 1 {
            server.challenge(Array("Password:".utf8))
            toClient += server.takeOutput()
        } else if octets == Array("secret".utf8) || octets == Array("\0ada\0secret".utf8) {
            say(nil)
        } else {
            harm.append("another password")
            say(.noSuchUser)
        }
    }

    // MARK: - What the client makes of it

    /// Of each recipient of each letter.
    var outcomes: [(name: String, letter: Int, outcome: String)] {
        letters.enumerated().flatMap { place, letter in
            guard let results = results[place + 1], results.count == 1, let result = results.first else {
                return letter.recipients.map { ($0, place, "\(results[place + 1]?.count ?? 0) results") }
            }
            return zip(letter.recipients, Player.outcomes(result, letter.recipients.count)).map { ($0, place, $1) }
        }
    }
}
