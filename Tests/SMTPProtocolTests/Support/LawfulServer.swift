import TestSupport

/// A server that answers every command once, in order, with whatever code it may, and knows what it delivered.
struct LawfulServer {
    private(set) var delivered: Set<String> = []
    /// What a client must never make it do.
    private(set) var harm: [String] = []
    private var random: SeededGenerator
    private let pipelining: Bool
    private let chunking: Bool
    private let kindness: Int
    private var isGone = false
    private var hasMail = false
    private var accepted: [String] = []
    private var isData = false
    private var isChunk = false

    /// - Parameter kindness: how many of a hundred commands are accepted.
    init(seed: UInt64, pipelining: Bool, kindness: Int, chunking: Bool = false) {
        random = SeededGenerator(seed: seed)
        self.pipelining = pipelining
        self.chunking = chunking
        self.kindness = kindness
    }

    mutating func greeting() -> String { say(kind(220, or: [554, 421])) }

    /// Its reply to one line of the client, in which a whole message counts as a line.
    mutating func reply(to line: String) -> String {
        guard !isGone else { return "" }
        if isData { return end(line) }
        if isChunk { return chunk(line) }
        let argument = line.split(separator: "<").last.map { String($0.dropLast()) } ?? ""
        switch line.prefix(4) {
        case "EHLO":
            let code = kind(250, or: [500, 421, 450])
            guard code == 250, pipelining || chunking else { return say(code) }
            return "250-mx\r\n" + (chunking ? "250-CHUNKING\r\n" : "") + "250 \(pipelining ? "PIPELINING" : "HELP")\r\n"
        case "HELO": return say(kind(250, or: [500, 421]))
        case "RSET":
            close()
            return say(kind(250, or: [421]))
        case "MAIL":
            if hasMail { harm.append("a MAIL inside another") }
            close()
            let code = kind(250, or: [450, 550, 421])
            hasMail = code == 250
            return say(code)
        case "RCPT":
            guard hasMail else { return say(503) }
            let code = kind(250, or: [251, 450, 451, 550, 503, 421])
            if code / 100 == 2 { accepted.append(argument) }
            return say(code)
        case "DATA":
            // Some servers say 354 though nobody was accepted.
            guard hasMail, !accepted.isEmpty else { return data(kind(503, or: [554, 354, 354, 354])) }
            return data(kind(354, or: [451, 554, 421]))
        case "BDAT":
            // Answered behind its octets.
            isChunk = true
            return ""
        default:
            harm.append("content as a command: \(line)")
            return say(500)
        }
    }

    private mutating func data(_ code: Int) -> String {
        isData = code == 354
        return say(code)
    }

    private mutating func end(_ line: String) -> String {
        isData = false
        if line == "." {
            if !accepted.isEmpty { harm.append("an empty message") }
        } else if !line.hasPrefix("(message ") || accepted.isEmpty {
            harm.append("\(line) as content")
        }
        let code = kind(250, or: [250, 451, 552, 554, 421])
        if code == 250 {
            for recipient in accepted where !delivered.insert(recipient).inserted { harm.append("\(recipient) twice") }
        }
        close()
        return say(code)
    }

    /// A chunk that nobody wants is refused, and the reverse-path stays, as some servers have it.
    private mutating func chunk(_ line: String) -> String {
        isChunk = false
        if !line.hasPrefix("(octets ") { harm.append("\(line) as a chunk") }
        guard hasMail, !accepted.isEmpty else { return say(kind(503, or: [554, 451])) }
        let code = kind(250, or: [250, 451, 552, 554, 421])
        guard code == 250 else { return say(code) }
        for recipient in accepted where !delivered.insert(recipient).inserted { harm.append("\(recipient) twice") }
        close()
        return say(code)
    }

    private mutating func close() {
        hasMail = false
        accepted = []
    }

    private mutating func kind(_ usual: Int, or others: [Int]) -> Int {
        Int.random(in: 0..<100, using: &random) < kindness ? usual : others.randomElement(using: &random) ?? usual
    }

    private mutating func say(_ code: Int) -> String {
        isGone = code == 421
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "\(code)\r\n"
        case 1: return "\(code)-two\r\n\(code) lines\r\n"
        case 2: return "\(code) a bare line feed\n"
        case 3 where code / 100 != 3: return "\(code) \(code / 100).0.0 enhanced\r\n"
        default: return "\(code) text\r\n"
        }
    }
}
