import SMTPProtocol
import Testing

/// A dialogue in a table: `C:` what the client must write, `S:` what the server says, several lines of it behind `|`.
///
/// `C: (message 1)` is the content of the first transaction with its end, `C: (octets 1)` the same without dot-stuffing
/// and end as it follows BDAT (17 octets of it), `C: (close)` the closing of the connection,
/// and `S: (cut)` its loss. A run of `S:` lines comes in one read.
struct Dialogue: Sendable, CustomTestStringConvertible {
    enum Opening: String {
        case pipelining = "S: 220 mx\nC: EHLO client.example\nS: 250-mx | 250 PIPELINING\n"
        case plain = "S: 220 mx\nC: EHLO client.example\nS: 250 mx\n"
        case lmtp = "S: 220 mx\nC: LHLO client.example\nS: 250-mx | 250 PIPELINING\n"
        case chunking = "S: 220 mx\nC: EHLO client.example\nS: 250-mx | 250-CHUNKING | 250 PIPELINING\n"
        case plainChunking = "S: 220 mx\nC: EHLO client.example\nS: 250-mx | 250 CHUNKING\n"
        case none = ""
    }

    struct Turn {
        var server: [String] = []
        var client: [String] = []
    }

    let name: String
    let opening: Opening
    /// The recipients of each transaction.
    let mail: [[String]]
    let script: String
    /// What becomes of each, in the same order.
    let outcomes: [[String]]

    init(_ name: String, _ opening: Opening, mail: [String], _ script: String, outcomes: [String]) {
        self.name = name
        self.opening = opening
        self.mail = mail.map { $0.split(separator: " ").map(String.init) }
        self.script = script
        self.outcomes = outcomes.map { $0.split(separator: " ").map(String.init) }
    }

    var testDescription: String { name }

    /// The client uses BDAT where it is offered.
    var isChunked: Bool { opening == .chunking || opening == .plainChunking }

    var dialect: SMTPSession.Dialect { opening == .lmtp ? .lmtp : .smtp }

    var turns: [Turn] {
        var turns: [Turn] = []
        for line in (opening.rawValue + script).split(separator: "\n") {
            let isServer = line.hasPrefix("S: ")
            if !isServer, !line.hasPrefix("C: ") { Issue.record("neither C: nor S: in \(line)") }
            let words = line.dropFirst(3).split(separator: " | ").map(String.init)
            if isServer {
                if turns.isEmpty || turns.last?.client.isEmpty == false { turns.append(Turn()) }
                turns[turns.count - 1].server += words
            } else {
                turns[turns.count - 1].client += words
            }
        }
        return turns
    }

    /// Plays it through, the server's bytes cut as told; every line of the client is compared.
    func play(cutting cut: ([UInt8]) -> [[UInt8]] = { [$0] }, at location: SourceLocation = #_sourceLocation) throws
        -> Player
    {
        var player = try Player(self)
        for turn in turns {
            let before = player.written.count
            let said = turn.server.filter { $0 != "(cut)" }
            for piece in cut(Array(said.map { $0 + "\r\n" }.joined().utf8)) { player.receive(piece) }
            if said.count < turn.server.count { player.lose() }
            let written = Array(player.written[before...])
            #expect(written == turn.client, "after \(turn.server)", sourceLocation: location)
        }
        player.finish()
        return player
    }

    /// Plays it until so many octets of the server have come, then the connection is lost; nil at its end.
    func play(cutAfter octets: Int, contentLeaves: Bool = true) throws -> Player? {
        var player = try Player(self)
        player.contentLeaves = contentLeaves
        var left = octets
        for turn in turns {
            let bytes = Array(turn.server.filter { $0 != "(cut)" }.map { $0 + "\r\n" }.joined().utf8)
            player.receive(Array(bytes.prefix(left)))
            guard bytes.count < left else {
                player.lose()
                player.finish()
                return player
            }
            left -= bytes.count
        }
        return nil
    }
}
