/// How a server goes wrong, at which command, and when.
struct Misbehaviour: Sendable, CustomStringConvertible {
    enum Step: String, Sendable, CaseIterable {
        case connect, greeting, hello = "EHLO", mail = "MAIL", recipient = "RCPT", data = "DATA"
        case endOfData = "end of data", chunk = "BDAT", reset = "RSET"
    }

    enum Kind: String, Sendable, CaseIterable {
        /// 5xx, 4xx, and 421 and gone.
        case permanent, transient, closing
        /// Says nothing any more; is gone without a word.
        case silent, gone
        /// What is no reply; a reply of a class that does not answer the command.
        case garbage, wrongClass
    }

    let step: Step
    let kind: Kind
    /// Once so many recipients were offered to it,
    let recipients: Int
    /// from then on, or that one time.
    let lasts: Bool

    var description: String {
        "\(kind) at \(step.rawValue) after \(recipients)\(lasts ? "" : ", once")"
    }

    var reply: String {
        switch (kind, step) {
        case (.permanent, _): "550 5.7.1 no"
        case (.transient, _): "450 4.7.1 not now"
        case (.closing, _): "421 4.3.2 closing"
        case (.garbage, _): "what do you mean"
        case (.wrongClass, .data): "250 fine"
        case (.wrongClass, _): "354 go on"
        case (.silent, _), (.gone, _): ""
        }
    }

    /// What the server does with the message nevertheless, when it goes wrong at its end: the worst case for a client.
    var isTaken: Bool {
        switch kind {
        case .silent, .gone, .garbage, .wrongClass: true
        case .permanent, .transient, .closing: false
        }
    }
}

/// What a server offers.
enum Dialect: String, Sendable, CaseIterable {
    case plain, pipelining, chunking, chunkingOneByOne, lmtp

    var keywords: [String] {
        switch self {
        case .plain: []
        case .pipelining, .lmtp: ["PIPELINING"]
        case .chunking: ["PIPELINING", "CHUNKING"]
        case .chunkingOneByOne: ["CHUNKING"]
        }
    }
}

/// What all connections to a server have in common. Used on one thread.
final class MatrixServer: @unchecked Sendable {
    let dialect: Dialect
    let misbehaviour: Misbehaviour
    /// Copies by address.
    var copies: [String: Int] = [:]
    /// Who was refused for good by a reply of their own.
    var refused: Set<String> = []
    private var offered = 0
    private var isUsedUp = false

    init(_ dialect: Dialect, _ misbehaviour: Misbehaviour) {
        self.dialect = dialect
        self.misbehaviour = misbehaviour
    }

    func offer() { offered += 1 }

    /// Whether it goes wrong now.
    func goesWrong(at step: Misbehaviour.Step) -> Bool {
        guard step == misbehaviour.step, offered >= misbehaviour.recipients, !isUsedUp else { return false }
        isUsedUp = !misbehaviour.lasts
        return true
    }
}

/// One connection's side of the server: octets in, octets out.
struct MatrixDialogue {
    private let server: MatrixServer
    private(set) var output: [UInt8] = []
    private(set) var isGone = false
    private var isSilent = false
    private var input: [UInt8] = []
    private var hasMail = false
    private var recipients: [String] = []
    private var isInData = false
    private var chunkLeft: Int?
    private var chunkIsWanted = false

    init(_ server: MatrixServer) {
        self.server = server
        step(.greeting) { $0.say("220 mx.example ready") }
    }

    mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    mutating func receive(_ bytes: [UInt8]) {
        input += bytes
        while !isSilent, !isGone {
            if let left = chunkLeft {
                guard input.count >= left else { return }
                input.removeFirst(left)
                chunkLeft = nil
                endChunk()
            } else if let line = nextLine() {
                if isInData { if line == "." { endData() } } else { command(line) }
            } else {
                return
            }
        }
    }

    private mutating func nextLine() -> String? {
        guard let end = input.firstIndex(of: 0x0A) else { return nil }
        let line = String(decoding: input[..<end].dropLast(), as: UTF8.self)
        input.removeFirst(end + 1)
        return line
    }

    private mutating func say(_ line: String) { output += Array("\(line)\r\n".utf8) }

    /// Does what is right, unless this is where it goes wrong.
    private mutating func step(_ step: Misbehaviour.Step, _ right: (inout Self) -> Void) {
        guard server.goesWrong(at: step) else { return right(&self) }
        goWrong()
    }

    private mutating func goWrong() {
        switch server.misbehaviour.kind {
        case .silent: isSilent = true
        case .gone: isGone = true
        case .closing:
            say(server.misbehaviour.reply)
            isGone = true
        case .permanent, .transient, .garbage, .wrongClass: say(server.misbehaviour.reply)
        }
    }

    private mutating func command(_ line: String) {
        switch line.prefix(4).uppercased() {
        case "EHLO", "LHLO", "HELO":
            step(.hello) { this in
                let lines = ["mx.example"] + (line.hasPrefix("HELO") ? [] : this.server.dialect.keywords)
                for (place, text) in lines.enumerated() {
                    this.say("250\(place == lines.count - 1 ? " " : "-")\(text)")
                }
            }
        case "MAIL":
            step(.mail) { this in
                this.hasMail = true
                this.recipients = []
                this.say("250 2.1.0 ok")
            }
        case "RCPT": recipient(String(line.dropFirst("RCPT TO:<".count).prefix { $0 != ">" }))
        case "DATA":
            guard hasMail, !recipients.isEmpty else { return say("503 5.5.1 no recipients") }
            step(.data) { this in
                this.isInData = true
                this.say("354 go ahead")
            }
        case "BDAT":
            chunkIsWanted = hasMail && !recipients.isEmpty
            chunkLeft = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        case "RSET":
            step(.reset) { this in
                this.hasMail = false
                this.recipients = []
                this.say("250 2.0.0 ok")
            }
        default:
            say("221 2.0.0 bye")
            isGone = true
        }
    }

    private mutating func recipient(_ address: String) {
        guard hasMail else { return say("503 5.5.1 MAIL first") }
        if server.goesWrong(at: .recipient) {
            if server.misbehaviour.kind == .permanent { server.refused.insert(address) }
            server.offer()
            return goWrong()
        }
        server.offer()
        if address.hasPrefix("nobody") {
            server.refused.insert(address)
            say("550 5.1.1 no such user")
        } else {
            recipients.append(address)
            say("250 2.1.5 ok")
        }
    }

    private mutating func endData() {
        isInData = false
        if server.dialect == .lmtp {
            for address in recipients where !isGone && !isSilent {
                finish(.endOfData, [address]) { $0.say("250 2.0.0 delivered") }
            }
        } else {
            finish(.endOfData, recipients) { $0.say("250 2.0.0 queued") }
        }
        hasMail = false
        recipients = []
    }

    private mutating func endChunk() {
        guard chunkIsWanted else { return say("503 5.5.1 no recipients") }
        finish(.chunk, recipients) { $0.say("250 2.0.0 queued") }
        hasMail = false
        recipients = []
    }

    private mutating func finish(
        _ step: Misbehaviour.Step, _ addresses: [String], _ right: (inout Self) -> Void
    ) {
        if server.goesWrong(at: step) {
            if server.misbehaviour.isTaken { deliver(addresses) }
            if server.dialect == .lmtp, server.misbehaviour.kind == .permanent { server.refused.formUnion(addresses) }
            return goWrong()
        }
        deliver(addresses)
        right(&self)
    }

    private func deliver(_ addresses: [String]) {
        for address in addresses { server.copies[address, default: 0] += 1 }
    }
}
