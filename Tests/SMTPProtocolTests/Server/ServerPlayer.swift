import SMTPCore
import SMTPProtocol

/// Does for a server's session what its owner does: keeps what was not read, decides, and writes down what was said.
struct ServerPlayer {
    typealias Session = SMTPServerSession

    var session: Session
    /// A reply for what is asked, nil for a yes in the usual words.
    var decide: (Session.Event) -> Reply? = { _ in nil }
    /// Decisions are made by ``decideNow()`` alone.
    var isSlow = false
    /// The replies, line by line.
    private(set) var said: [String] = []
    /// What happened, content left out.
    private(set) var events: [String] = []
    /// Each that was whole, whatever it was answered.
    private(set) var messages: [String] = []
    /// Of messages that the session refused by itself, how many recipients lost them.
    private(set) var lost: [Int] = []
    private(set) var findings: [ContentFindings] = []
    private(set) var isClosed = false
    private var message: [UInt8] = []
    private var held: [UInt8] = []
    private var isGreeted = false
    /// What waits for ``decideNow()``.
    private(set) var asked: Session.Event?

    init(_ configuration: Session.Configuration, isEncrypted: Bool = false) {
        session = Session(configuration, isEncrypted: isEncrypted)
    }

    /// - Parameter keywords: of EHLO.
    init(
        keywords: [String] = Session.Configuration.everyKeyword, dialect: SMTPSession.Dialect = .smtp,
        change: (inout Session.Configuration) -> Void = { _ in }
    ) {
        var configuration = Session.Configuration(
            hostname: "mx", software: "test", dialect: dialect, keywords: keywords)
        change(&configuration)
        self.init(configuration)
    }

    /// The codes of what was said; of a reply in several lines the last alone counts.
    var codes: [Int] { said.filter { $0.dropFirst(3).first != "-" }.compactMap { Int($0.prefix(3)) } }

    mutating func greet(_ reply: Reply? = nil) {
        if let reply { session.reply(reply) } else { session.accept() }
        takeOutput()
    }

    mutating func receive(_ text: String) { receive(Array(text.utf8)) }

    /// One read.
    mutating func receive(_ bytes: [UInt8]) {
        guard !isClosed else { return }
        held += bytes
        read()
    }

    /// Answers what was asked, and goes on.
    mutating func decideNow() {
        guard let event = asked else { return }
        asked = nil
        answer(event)
        read()
    }

    private mutating func read() {
        guard asked == nil else { return }
        var at = 0
        let input = held
        while asked == nil, let event = input.withUnsafeBytes({ session.next($0, from: &at) }) {
            note(event, input)
            guard session.isAsked else { continue }
            if isSlow { asked = event } else { answer(event) }
        }
        held = Array(input[at...])
        if session.awaitsHandshake, asked == nil {
            takeOutput()
            held = []
            session.secured()
        }
        takeOutput()
    }

    private mutating func answer(_ event: Session.Event) {
        if let reply = decide(event) { session.reply(reply) } else { session.accept() }
        takeOutput()
    }

    mutating func change(_ body: (inout Session) -> Void) {
        body(&session)
        takeOutput()
    }

    private mutating func takeOutput() {
        said += String(decoding: session.takeOutput(), as: UTF8.self).split(separator: "\r\n").map(String.init)
        isClosed = session.isOver
    }

    private mutating func note(_ event: Session.Event, _ input: [UInt8]) {
        switch event {
        case .content(let run): run.append(of: input, to: &message)
        case .message(let found, _):
            messages.append(String(decoding: message, as: UTF8.self))
            findings.append(found)
            message = []
            events.append("message")
        case .mail(let mail): events.append("mail \(String(decoding: mail.reversePath, as: UTF8.self))")
        case .recipient(let one): events.append("rcpt \(String(decoding: one.path, as: UTF8.self))")
        case .hello(let name, _): events.append("hello \(String(decoding: name, as: UTF8.self))")
        case .chunk(let octets, _, _): events.append("chunk \(octets)")
        case .login(let mechanism, _): events.append("login \(mechanism)")
        case .response: events.append("response")
        case .answered(let command):
            switch command {
            case .message(let recipients):
                message = []
                lost.append(recipients)
            case .reset: message = []
            default: break
            }
            events.append("answered")
        case .data: events.append("data")
        case .startTLS: events.append("starttls")
        case .quit: events.append("quit")
        }
    }
}

extension Reply {
    static let noSuchUser = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "no such user")
    static let later = Reply(code: 451, status: EnhancedStatusCode(4, 3, 0), text: "later")
    static let goodbye = Reply(code: 421, status: EnhancedStatusCode(4, 3, 2), text: "bye")
}
