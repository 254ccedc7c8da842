/// The server's side of an SMTP or LMTP connection as a value: octets go in, events come out, and whoever owns the
/// connection decides what is replied (RFC 5321; RFC 2033 for LMTP).
///
/// No I/O and no time in here. Each command is one event, in the order in which they came. An event that asks is answered
/// with ``accept()``, ``reply(_:)``, or one of their relatives, at once or later: until then nothing more is read, so that replies
/// keep the order of their commands however a client pipelines (RFC 2920, 3.2) and however long a decision takes.
/// ```
/// var at = 0
/// while let event = input.withUnsafeBytes({ session.next($0, from: &at) }) {
///     switch event {
///     case .recipient(let recipient):
///         if await people.contains(recipient.path) { session.accept() } else { session.reply(noSuchUser) }
///     case .content(let run): run.append(of: input, to: &message)
///     case .message: session.reply(await queue.take(message))
///     default: if session.isAsked { session.accept() }
///     }
/// }
/// input.removeFirst(at)
/// ```
/// Behind it what is in ``output`` is written, and the connection closed when ``isOver``. What the protocol itself refuses, such as
/// RCPT without MAIL, is answered here, with the enhanced codes of RFC 3463, and told as ``Event/answered(_:)``.
public struct SMTPServerSession: Sendable {
    /// What is done with the next octet.
    enum State {
        /// It belongs to a command.
        case command(Standing)
        /// Nothing: the owner is to decide something first.
        case asked(Question)
        /// It belongs to a message behind DATA.
        case data(Transaction)
        /// It belongs to a chunk (RFC 3030).
        case chunk(Chunk)
        /// It belongs to the response to a challenge (RFC 4954, 4).
        case challenged
        /// It came in the clear behind STARTTLS, and is dropped (RFC 3207, 6; CVE-2011-0411).
        case handshake
        /// It is not read.
        case over
    }

    /// Where the dialogue stands between two commands.
    enum Standing {
        /// The greeting was a refusal: QUIT alone is left (RFC 5321, 3.1).
        case turnedAway
        /// EHLO is to come.
        case unintroduced
        /// MAIL may come.
        case ready
        /// MAIL was accepted.
        case transaction(Transaction)
        /// Behind a chunk that was not the last.
        case chunks(Transaction)
        /// Behind a chunk that was refused: what belongs to it must not be taken for a message of its own.
        case spoilt
    }

    /// The mail transaction that is under way.
    struct Transaction {
        /// Recipients so far.
        var accepted = 0
        /// BODY=8BITMIME (RFC 6152).
        let declares8Bit: Bool
        /// SMTPUTF8 (RFC 6531).
        let allowsUTF8: Bool
    }

    /// What the owner is to decide.
    enum Question {
        case greeting
        case hello(isExtended: Bool, Standing)
        case startTLS(Standing)
        case login
        case mail(Transaction)
        case recipient(Transaction)
        case data(Transaction)
        case message(Transaction)
        case quit(Standing)
    }

    /// The octets behind BDAT.
    struct Chunk {
        var left: Int
        let isLast: Bool
        let fate: Fate

        enum Fate {
            case content(Transaction)
            /// They are dropped, and answered with this (RFC 3030, 2): with LMTP as often as there are recipients.
            /// - Parameter recipients: so many get no copy because of it.
            case refused(StaticString, replies: Int = 1, recipients: Int = 0, Standing)
        }
    }

    /// What it offers, and its bounds.
    public let configuration: Configuration
    /// TLS is on.
    public internal(set) var isEncrypted: Bool
    /// A login was accepted (RFC 4954).
    public internal(set) var isAuthenticated = false
    /// Replies that were not written yet; take them with ``takeOutput()`` or ``withOutput(_:)``.
    @usableFromInline package var output: [UInt8] = []

    var state = State.asked(.greeting)
    var line: [UInt8] = []
    /// ``line`` is whole and was read.
    var isLineRead = false
    var content = ContentReader()
    /// Octets of the message, as its chunks announced them.
    var announced = 0
    /// Commands that are none.
    private var errors = 0
    /// Commands since a message was begun.
    private var idle = 0
    /// Messages so far.
    var messages = 0

    /// The greeting is the first question: ``accept()`` says 220.
    ///
    /// - Parameter isEncrypted: the octets that come are those within TLS, as at port 465 (RFC 8314).
    public init(_ configuration: Configuration, isEncrypted: Bool = false) {
        self.configuration = configuration
        self.isEncrypted = isEncrypted
        line.reserveCapacity(512)
        output.reserveCapacity(512)
    }

    // MARK: - Questions

    /// The connection is to be closed when ``output`` was written; nothing more is read.
    public var isOver: Bool { if case .over = state { true } else { false } }

    /// Something is to be decided; until it is, ``next(_:from:)`` reads nothing.
    public var isAsked: Bool { if case .asked = state { true } else { false } }

    /// STARTTLS was accepted: what is in ``output`` leaves in the clear, then the handshake begins, then comes ``secured()``.
    public var awaitsHandshake: Bool { if case .handshake = state { true } else { false } }

    /// Recipients of the transaction that is under way.
    public var acceptedRecipients: Int {
        switch state {
        case .command(.transaction(let transaction)), .command(.chunks(let transaction)), .data(let transaction),
            .asked(.recipient(let transaction)), .asked(.data(let transaction)), .asked(.message(let transaction)),
            .asked(.hello(_, .transaction(let transaction))), .asked(.hello(_, .chunks(let transaction))):
            transaction.accepted
        case .chunk(let chunk): if case .content(let transaction) = chunk.fate { transaction.accepted } else { 0 }
        case .command, .asked, .challenged, .handshake, .over: 0
        }
    }

    // MARK: - Octets

    /// Reads up to the next event.
    ///
    /// - Parameters:
    ///   - bytes: what came from the client; the same octets again from `offset` on, and what came since, after a pause.
    ///   - offset: where reading begins; it is moved behind what was read.
    /// - Returns: nil when all was read, when something is to be decided first, or when the connection is over.
    public mutating func next(_ bytes: UnsafeRawBufferPointer, from offset: inout Int) -> Event? {
        while true {
            // A chunk may have no octets.
            if case .chunk(let chunk) = state, chunk.left == 0 { return endChunk(chunk) }
            guard offset < bytes.count else { return nil }
            switch state {
            case .command(let standing):
                if readLine(bytes, &offset) { return command(standing) }
            case .challenged:
                if readLine(bytes, &offset) { return respond() }
            case .data(let transaction):
                switch content.next(bytes, from: &offset) {
                case .run(let run): if isWithinSize { return .content(run) }
                case .end: return messageIsWhole(transaction)
                case nil: return nil
                }
            case .chunk(let chunk):
                if let event = readChunk(chunk, bytes, &offset) { return event }
            case .handshake: offset = bytes.count
            case .asked, .over: return nil
            }
        }
    }

    var isWithinSize: Bool { configuration.limits.message.map { content.found.size <= $0 } ?? true }

    /// Takes octets up to the end of a line; true when it is whole, in ``line`` without its end.
    private mutating func readLine(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> Bool {
        if isLineRead {
            isLineRead = false
            line.removeAll(keepingCapacity: true)
        }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        let end = rest.firstLineFeed
        let length = end ?? rest.count
        // The last octet may be the CR.
        guard line.count + length <= configuration.limits.line + 1 else {
            offset = bytes.count
            return giveUp("500 5.5.2 line too long")
        }
        line.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest[..<length]))
        offset += length
        guard end != nil else { return false }
        offset += 1
        let isEnded = line.last == 0x0D
        if isEnded { line.removeLast() }
        // Servers that disagree on where a line ends is how mail is smuggled (RFC 5321, 2.3.8).
        guard !configuration.isStrict || (isEnded && !line.contains(0x0D)) else {
            return giveUp("500 5.5.2 lines end in CR LF, and neither stands alone")
        }
        isLineRead = true
        return true
    }

    /// What comes next cannot be known.
    private mutating func giveUp(_ text: StaticString) -> Bool {
        write(text)
        state = .over
        return false
    }

    // MARK: - Bounds

    /// Refuses what came; who goes on so is sent away.
    mutating func refuse(_ command: Command, _ text: StaticString, isError: Bool = false) -> Event {
        write(text)
        if isError {
            errors += 1
            if let most = configuration.limits.errors, errors > most {
                return sendAway(command, "421 4.7.0", "too many errors")
            }
        }
        return .answered(command)
    }

    /// Answers a command that brings no mail.
    mutating func answerIdle(_ command: Command, _ text: StaticString) -> Event {
        write(text)
        idle += 1
        if let most = configuration.limits.idleCommands, idle > most {
            return sendAway(command, "421 4.7.0", "too many commands without mail")
        }
        return .answered(command)
    }

    mutating func sendAway(_ command: Command, _ code: String, _ why: String) -> Event {
        write(joining: code, " ", configuration.hostname, " ", why)
        state = .over
        return .answered(command)
    }

    mutating func messageBegins() {
        idle = 0
        announced = 0
        content = ContentReader()
    }
}
