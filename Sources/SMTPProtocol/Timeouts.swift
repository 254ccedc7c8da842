/// How long a reply may take, by what it answers (RFC 5321, 4.5.3.2).
public struct Timeouts: Sendable, Equatable {
    /// All addresses of a name together.
    public var connect: Duration = .seconds(30)
    /// The 220 of the beginning: 5 minutes.
    public var greeting: Duration = .seconds(300)
    /// EHLO, HELO or LHLO.
    public var hello: Duration = .seconds(300)
    /// STARTTLS and the handshake.
    public var tls: Duration = .seconds(300)
    /// Each step of a login (RFC 4954).
    public var auth: Duration = .seconds(300)
    /// MAIL and RSET: 5 minutes.
    public var mail: Duration = .seconds(300)
    /// Each RCPT: 5 minutes.
    public var recipient: Duration = .seconds(300)
    /// DATA, until its 354: 2 minutes.
    public var data: Duration = .seconds(120)
    /// The server takes no more of the message's octets: 3 minutes.
    public var block: Duration = .seconds(180)
    /// 10 minutes, from when the last octet has left. The server works on the whole message here; giving up early makes doubles.
    public var endOfData: Duration = .seconds(600)
    /// QUIT; nothing depends on its reply.
    public var quit: Duration = .seconds(5)
    /// A connection's whole life, transactions under way included; nil for no limit.
    public var session: Duration?

    /// As RFC 5321 has them, apart from connecting and QUIT.
    public init() {}

    /// The same time for every reply but that to the end of data, which has its own, as the data on the way has.
    public init(commands: Duration) {
        connect = commands
        greeting = commands
        hello = commands
        tls = commands
        auth = commands
        mail = commands
        recipient = commands
        data = commands
    }

    /// The shortest of all.
    public var shortest: Duration {
        [connect, greeting, hello, tls, auth, mail, recipient, data, block, endOfData, session ?? endOfData].min()
            ?? endOfData
    }

    /// How long the reply to this may take.
    public subscript(_ awaited: SMTPSession.Awaited) -> Duration {
        switch awaited {
        case .greeting: greeting
        case .hello: hello
        case .startTLS, .handshake: tls
        case .auth: auth
        case .mail, .reset: mail
        case .recipient: recipient
        case .data: data
        case .block: block
        case .endOfData: endOfData
        case .quit: quit
        }
    }
}
