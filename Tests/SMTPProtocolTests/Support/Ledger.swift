import SMTPProtocol

/// What must have become of every recipient, from what both sides said: one reply for one command, in order.
///
/// Written without an eye on the session, for SMTP with no limits and no 'too many recipients'.
struct Ledger {
    private struct Entry {
        var mail: Int?
        var recipients: [Int?] = []
        var dataIsAsked = false
        var data: Int?
        var wasSent = false
        var dotIsAnswered = false
        var end: Int?
    }

    private enum Command {
        case other
        case mail(Int)
        case recipient(Int, Int)
        case data(Int)
        case message(Int)
        case dot(Int)
    }

    private var entries: [Entry] = []
    private let mail: [[String]]

    init(_ player: Player) {
        mail = player.mail
        // The greeting answers the connection.
        var asked: [Command] = [.other]
        for line in player.lines {
            switch line {
            case .client(let line): note(line, &asked)
            case .server(let line):
                let digits = Array(line.utf8.prefix(4))
                guard let code = Int(line.prefix(3)), digits.count < 4 || digits[3] == 0x20, !asked.isEmpty else {
                    continue
                }
                answer(asked.removeFirst(), code)
                // What comes behind it comes from nobody.
                if code == 421 { return }
            }
        }
    }

    private mutating func note(_ line: String, _ asked: inout [Command]) {
        let last = entries.count - 1
        switch line.prefix(4) {
        case "MAIL":
            entries.append(Entry())
            asked.append(.mail(last + 1))
        case "RCPT":
            entries[last].recipients.append(nil)
            asked.append(.recipient(last, entries[last].recipients.count - 1))
        case "DATA":
            entries[last].dataIsAsked = true
            asked.append(.data(last))
        case "(mes":
            let place = (Int(line.dropFirst(9).dropLast()) ?? 0) - 1
            entries[place].wasSent = true
            asked.append(.message(place))
        case ".": asked.append(.dot(last))
        case "(clo": break
        default: asked.append(.other)
        }
    }

    private mutating func answer(_ command: Command, _ code: Int) {
        switch command {
        case .other: break
        case .message(let place): entries[place].end = code
        case .dot(let place): entries[place].dotIsAnswered = true
        // The connection ends with it: it answers nothing but the data.
        case _ where code == 421: break
        case .mail(let place): entries[place].mail = code
        case .recipient(let place, let index): entries[place].recipients[index] = code
        case .data(let place): entries[place].data = code
        }
    }

    private func outcome(_ code: Int) -> String {
        switch code / 100 {
        case 2: "accepted"
        case 4: "deferred"
        default: "refused"
        }
    }

    var outcomes: [[String]] {
        mail.enumerated().map { place, recipients in
            guard place < entries.count else { return recipients.map { _ in "unsent" } }
            let entry = entries[place]
            return recipients.indices.map { outcome(entry, $0, of: recipients.count) }
        }
    }

    private func outcome(_ entry: Entry, _ index: Int, of count: Int) -> String {
        let dataRefusal = entry.data.flatMap { $0 >= 400 ? $0 : nil }
        // 503 to a command in its place: the dialogue is lost, and nothing was said of the message or a recipient.
        let isForgotten = entry.mail == 503 || (!entry.recipients.isEmpty && entry.recipients.allSatisfy { $0 == 503 })
        let isAccepted = entry.recipients.contains { ($0 ?? 400) < 400 }
        let isLost = isForgotten || (isAccepted && (entry.data == 503 || entry.end == 503))
        let isAnswered = entry.recipients.count == count && !entry.recipients.contains(nil)
        let isOpen =
            !entry.wasSent && !entry.dotIsAnswered
            && (entry.dataIsAsked ? dataRefusal == nil : isAccepted || !isAnswered)
        if entry.mail ?? 250 < 400 || entry.mail == 503, isLost || isOpen {
            let code = entry.mail == 503 || index >= entry.recipients.count ? nil : entry.recipients[index]
            return code.map { $0 >= 400 && $0 != 503 } == true ? outcome(code ?? 0) : "unsent"
        }
        if let mail = entry.mail, mail >= 400 {
            // Without PIPELINING nothing follows it; with it everything must have been answered.
            let isWithdrawn = entry.data == 354 && isAccepted
            let isWhole = entry.recipients.isEmpty || dataRefusal != nil || entry.dotIsAnswered || isWithdrawn
            return isWhole ? outcome(mail) : "unsent"
        }
        if index < entry.recipients.count, let code = entry.recipients[index], code >= 400 { return outcome(code) }
        if let code = entry.end ?? dataRefusal { return outcome(code) }
        return entry.wasSent ? "unknown" : "unsent"
    }
}
