import NIOCore
import SMTPCore
import SMTPProtocol

/// Does for a session what a connection does: hands it bytes, writes what it says, keeps its lanes full.
struct Player {
    enum Line: Equatable {
        case client(String)
        case server(String)
    }

    private(set) var session: SMTPSession
    /// Both sides, in the order in which it happened; of the server whole lines only.
    private(set) var lines: [Line] = []
    /// By transaction, counted from 1; more than one is a defect.
    private(set) var results: [Int: [TransactionResult]] = [:]
    let mail: [[String]]
    /// Whether content that was handed over has left at once.
    var contentLeaves = true
    /// All content that was written.
    private(set) var contents: [String] = []
    private let content: EncodedContent
    private let reversePath: ReversePath
    private let dsn: DSNRequest?
    private var gates: [Int: ContentGate]
    private var submitted = 0
    private var inFlight = 0
    private var partial: [UInt8] = []
    private var isClosed = false

    init(
        mail: [[String]], dialect: SMTPSession.Dialect = .smtp, content: String = "Subject: x\r\n\r\n.\r\n",
        gates: [Int: ContentGate] = [:], chunking: Bool = false, reversePath: ReversePath = .null,
        dsn: DSNRequest? = nil, hostname: String = "client.example",
        inFlight: Int = 1
    ) throws {
        session = SMTPSession(dialect: dialect, hostname: hostname, peer: "mx:25")
        session.chunking = chunking
        session.inFlight = inFlight
        self.mail = mail
        self.reversePath = reversePath
        self.dsn = dsn
        self.gates = gates
        self.content = try EncodedContent(content.utf8)
    }

    init(_ dialogue: Dialogue) throws {
        try self.init(mail: dialogue.mail, dialect: dialogue.dialect, chunking: dialogue.isChunked)
    }

    /// The client's lines.
    var written: [String] {
        lines.compactMap { if case .client(let line) = $0 { line } else { nil } }
    }

    mutating func receive(_ text: String) { receive(Array(text.utf8)) }

    /// One read.
    mutating func receive(_ bytes: [UInt8]) {
        guard !isClosed else { return }
        for byte in bytes {
            if byte == 0x0A {
                lines.append(
                    .server(String(decoding: partial.last == 0x0D ? partial.dropLast() : partial, as: UTF8.self)))
                partial = []
            } else {
                partial.append(byte)
            }
        }
        bytes.withUnsafeBytes { session.received($0) }
        settle()
    }

    mutating func lose() {
        guard !isClosed else { return }
        session.closed()
        settle()
    }

    mutating func timeOut() {
        session.timedOut(after: .seconds(3))
        settle()
    }

    mutating func quit() {
        session.quit()
        settle()
    }

    mutating func decide(_ id: Int, isOpen: Bool) {
        session.gateDecided(id, isOpen: isOpen)
        settle()
    }

    /// What was never submitted is now, so that every transaction has its result.
    mutating func finish() {
        while submitted < mail.count { submit() }
        settle()
    }

    private mutating func submit() {
        var batch = RecipientBatch()
        for (index, address) in mail[submitted].enumerated() { batch.append(id: Int64(index), address: address) }
        submitted += 1
        inFlight += 1
        session.submit(
            MailTransaction(
                reversePath: reversePath, recipients: batch, content: content, gate: gates[submitted], dsn: dsn),
            id: submitted)
    }

    private mutating func settle() {
        var isSettled = false
        while !isSettled {
            isSettled = true
            while let action = session.nextAction() {
                isSettled = false
                switch action {
                case .established: break
                case .startTLS:
                    lines.append(.client("(handshake)"))
                    session.secured()
                case .completed(let id, let result):
                    results[id, default: []].append(result)
                    inFlight -= 1
                case .close:
                    isClosed = true
                    lines.append(.client("(close)"))
                }
            }
            while session.isEstablished, submitted < mail.count, inFlight < session.lanes {
                isSettled = false
                submit()
            }
        }
        while let output = session.nextOutput() {
            switch output {
            case .commands(let buffer):
                let text = String(buffer: buffer)
                let written = text.split(separator: "\r\n", omittingEmptySubsequences: false)
                lines += written.dropLast().map { .client(String($0)) }
                if written.last != "" { lines.append(.client("(no end of line)")) }
            case .secret(let buffer, _):
                lines += String(buffer: buffer).split(separator: "\r\n").map { .client(String($0)) }
            case .content(let id, let buffer):
                let what = buffer == content.buffer ? "message" : buffer == content.octets ? "octets" : "other message"
                lines.append(.client("(\(what) \(id))"))
                contents.append(String(buffer: buffer))
                if contentLeaves { session.contentLeft(id) }
            }
        }
    }

    // MARK: - Outcomes

    /// Of each recipient of each transaction.
    var outcomes: [[String]] {
        mail.indices.map { place in
            guard let results = results[place + 1], results.count == 1, let result = results.first else {
                return ["\(results[place + 1]?.count ?? 0) results"]
            }
            return Self.outcomes(result, mail[place].count)
        }
    }

    static func outcomes(_ result: TransactionResult, _ count: Int) -> [String] {
        let common =
            switch result.ending {
            case .answered(let reply): reply.severity.outcome
            // No recipient without a reply of its own may be left.
            case .noRecipients: "nothing"
            case .refused(let reply): reply.severity == .completed ? "accepted by no data" : reply.severity.outcome
            case .unsent: "unsent"
            case .unknown: "unknown"
            case .withheld: "withheld"
            }
        var outcomes = [String](repeating: common, count: count)
        var decided = Set<Int>()
        for exception in result.exceptions {
            let isNew = decided.insert(exception.index).inserted
            outcomes[exception.index] = isNew ? exception.reply.severity.outcome : "decided twice"
        }
        for index in result.overflow { outcomes[index] = decided.insert(index).inserted ? "next" : "decided twice" }
        return outcomes
    }
}

extension Reply.Severity {
    var outcome: String {
        switch self {
        case .completed: "accepted"
        case .intermediate: "intermediate"
        case .transient: "deferred"
        case .permanent: "refused"
        }
    }
}
