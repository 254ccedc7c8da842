/// One command, one event.
extension SMTPServerSession {
    /// What ``line`` says.
    mutating func command(_ standing: Standing) -> Event {
        let line = line
        let verb = line.withUnsafeBytes { Verb($0) }
        if case .turnedAway = standing, verb != .quit {
            return refuse(.other, "503 5.5.1 no service here; say QUIT")
        }
        let offers = configuration.offers
        switch verb {
        case .rcpt: return recipient(line, standing)
        case .mail: return mail(line, standing)
        case .data: return data(line, standing)
        case .bdat where offers.chunking: return beginChunk(line, standing)
        case .ehlo where configuration.dialect == .smtp, .lhlo where configuration.dialect == .lmtp:
            return hello(line, isExtended: true, standing)
        case .helo where configuration.dialect == .smtp: return hello(line, isExtended: false, standing)
        case .rset:
            state = .command(standing.withoutTransaction)
            return answerIdle(.reset, "250 2.0.0 Ok")
        case .noop: return answerIdle(.other, "250 2.0.0 Ok")
        case .vrfy: return answerIdle(.other, "252 2.5.0 send some mail")
        case .help: return answerIdle(.other, "214 2.0.0 see RFC 5321")
        case .starttls where isEncrypted || configuration.startTLS != .off: return startTLS(line, standing)
        case .auth where !configuration.mechanisms.isEmpty: return beginLogin(line, standing)
        case .quit:
            state = .asked(.quit(standing))
            return .quit
        default: return refuse(.other, "500 5.5.2 command not recognised", isError: true)
        }
    }

    private mutating func mail(_ line: [UInt8], _ standing: Standing) -> Event {
        switch standing {
        case .ready: break
        case .unintroduced, .turnedAway: return refuse(.mail, "503 5.5.1 say EHLO first")
        case .transaction, .chunks, .spoilt: return refuse(.mail, "503 5.5.1 nested MAIL")
        }
        if configuration.startTLS == .required, !isEncrypted { return refuse(.mail, "530 5.7.0 say STARTTLS first") }
        if configuration.requiresLogin, !isAuthenticated { return refuse(.mail, "530 5.7.0 say AUTH first") }
        if let most = configuration.limits.messages, messages >= most {
            return sendAway(.mail, "421 4.7.0", "enough of this connection")
        }
        var mail = Mail(line)
        if let fault = mail.read(configuration.offers) { return refuse(.mail, fault, isError: true) }
        if let size = mail.size, let most = configuration.limits.message, size > most {
            return refuse(.mail, "552 5.3.4 message too large")
        }
        guard mail.isWellFormed || !configuration.isStrict else {
            return refuse(.mail, "553 5.1.7 that is no address", isError: true)
        }
        state = .asked(.mail(Transaction(declares8Bit: mail.declares8Bit, allowsUTF8: mail.allowsUTF8)))
        return .mail(mail)
    }

    private mutating func recipient(_ line: [UInt8], _ standing: Standing) -> Event {
        guard case .transaction(let transaction) = standing else { return refuse(.recipient, "503 5.5.1 MAIL first") }
        var recipient = Recipient(line)
        if let fault = recipient.read(configuration.offers, allowsUTF8: transaction.allowsUTF8) {
            return refuse(.recipient, fault, isError: true)
        }
        guard recipient.isWellFormed || !configuration.isStrict else {
            return refuse(.recipient, "553 5.1.3 that is no address", isError: true)
        }
        if let most = configuration.limits.recipients, transaction.accepted >= most {
            return refuse(.recipient, "452 4.5.3 too many recipients")
        }
        state = .asked(.recipient(transaction))
        return .recipient(recipient)
    }

    private mutating func data(_ line: [UInt8], _ standing: Standing) -> Event {
        switch standing {
        case .transaction(let transaction):
            guard transaction.accepted > 0 else { return refuse(.data, "554 5.5.1 no valid recipients") }
            guard line.count == 4 || !configuration.isStrict else {
                return refuse(.data, "501 5.5.4 DATA takes no parameter", isError: true)
            }
            state = .asked(.data(transaction))
            return .data
        case .chunks, .spoilt: return refuse(.data, "503 5.5.1 BDAT was begun; RSET first")
        case .turnedAway, .unintroduced, .ready: return refuse(.data, "503 5.5.1 MAIL first")
        }
    }
}

extension SMTPServerSession.Standing {
    /// As RSET and a new hello leave it (RFC 5321, 4.1.1.5).
    var withoutTransaction: Self {
        switch self {
        case .turnedAway, .unintroduced: self
        case .ready, .transaction, .chunks, .spoilt: .ready
        }
    }
}

/// The first four letters of a command in upper case, as one number: no string is made of a line.
struct Verb: Equatable {
    let letters: UInt32

    init(_ line: UnsafeRawBufferPointer) {
        guard line.count >= 4 else {
            letters = 0
            return
        }
        // Clearing that bit makes a letter upper case, and never a letter of what is none.
        let first = UInt32(bigEndian: line.loadUnaligned(as: UInt32.self)) & 0xDFDF_DFDF
        let isWord =
            first == Verb.starttls.letters
            ? line.hasPrefix("STARTTLS") && (line.count == 8 || line[8] == 0x20) : line.count == 4 || line[4] == 0x20
        letters = isWord ? first : 0
    }

    private init(_ letters: UInt32) { self.letters = letters }

    static let mail = Verb(0x4D41_494C)
    static let rcpt = Verb(0x5243_5054)
    static let data = Verb(0x4441_5441)
    static let bdat = Verb(0x4244_4154)
    static let ehlo = Verb(0x4548_4C4F)
    static let lhlo = Verb(0x4C48_4C4F)
    static let helo = Verb(0x4845_4C4F)
    static let rset = Verb(0x5253_4554)
    static let noop = Verb(0x4E4F_4F50)
    static let vrfy = Verb(0x5652_4659)
    static let help = Verb(0x4845_4C50)
    static let quit = Verb(0x5155_4954)
    static let starttls = Verb(0x5354_4152)
    static let auth = Verb(0x4155_5448)
}
