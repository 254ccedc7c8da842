/// What servers write, as data: each phrase with what it means for the reading of a message.
struct BouncePhrase: Sendable {
    enum Meaning: Sendable {
        /// The sentence says what became of somebody, who stands behind it, on its line or on those that follow.
        case opening(ReportedAction)
        /// The address stands behind it on its line; it begins one.
        case label
        /// The message that came back stands from here on; it begins a line.
        case ending
        /// Words of a failure, by which a remark is known.
        case failure
        /// Of a subject: the message is of a failure.
        case failedSubject
        /// Of a subject: nothing failed yet.
        case delayedSubject
        /// Nothing failed yet, whatever else is said.
        case delay
        /// Of a subject: a machine answers for somebody who is away.
        case replySubject
        /// Of a text: the same.
        case reply
        /// Of a subject: a list's business, a newsletter, a programme's output, a receipt.
        case otherSubject
        /// Of a text: the same.
        case otherText
        /// A machine asks whether a person wrote.
        case challenge
        /// A copy was delivered, or shown.
        case success
        /// Only this server writes so.
        case sign
    }

    let words: String
    let meaning: Meaning
    /// The server that writes so; nil where many do.
    let server: String?

    /// All, in the order of the finder's numbers.
    static let all: [BouncePhrase] =
        (servers.flatMap(\.phrases) + english + worldwide + eastern + otherMail).flatMap { [$0] + $0.inASCII }

    static let finder = PhraseFinder(all.map { Array($0.words.utf8) })

    /// As servers write it that have but ASCII: `zustaendig`, `wiadomosc`.
    private var inASCII: [BouncePhrase] {
        guard words.utf8.count >= 8, !words.utf8.allSatisfy({ $0 < 0x80 }) else { return [] }
        let umlauts: [(String, String)] = [
            ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"), ("æ", "ae"),
        ]
        let spelled = umlauts.reduce(words) { $0.replacing($1.0, with: $1.1) }
        return Set([words, spelled].map(Self.plain)).sorted().filter { $0.utf8.allSatisfy { $0 < 0x80 } }
            .map { BouncePhrase(words: $0, meaning: meaning, server: server) }
    }

    private static func plain(_ words: String) -> String {
        let octets = words.unicodeScalars.flatMap { scalar -> [UInt8] in
            guard (0x80..<UInt32(LetterFolding.table.count)).contains(scalar.value) else {
                return Array(String(scalar).utf8)
            }
            let (one, two) = LetterFolding.table[Int(scalar.value)]
            return two == 0 ? [one] : [one, two]
        }
        return String(decoding: octets, as: UTF8.self)
    }

    static func each(_ meaning: Meaning, _ words: [String]) -> [BouncePhrase] {
        words.map { BouncePhrase(words: $0, meaning: meaning, server: nil) }
    }
}

/// How one server writes.
struct ServerForm: Sendable {
    let server: String
    /// Any of them tells that it wrote the text.
    var signs: [String] = []
    var openings: [String] = []
    var delays: [String] = []
    var labels: [String] = []
    var endings: [String] = []
    var failures: [String] = []
    var subjects: [String] = []

    var phrases: [BouncePhrase] {
        let groups: [(BouncePhrase.Meaning, [String])] = [
            (.sign, signs), (.opening(.failed), openings), (.opening(.delayed), delays), (.label, labels),
            (.ending, endings), (.failure, failures), (.failedSubject, subjects),
        ]
        return groups.flatMap { meaning, words in
            words.map { BouncePhrase(words: $0, meaning: meaning, server: server) }
        }
    }
}
