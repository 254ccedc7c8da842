import Fanmail
import FanmailBasics
import FanmailMIME
import FanmailTerminal
import SMTPCore

/// The header of a message beside one of its envelopes: who it says it is to, and who gets it.
struct SplitView {
    let headerTitle = "HEADER: what readers see"
    let envelopeTitle = "ENVELOPE: who gets it"
    private static let read = ["from", "sender", "to", "cc", "subject", "list-id", "date", "message-id"]
    /// Lines, as they are: not harmless on a terminal or a page.
    let header: [String]
    let envelope: [String]

    /// - Parameters:
    ///   - header: the header's bytes, with CRLF ends.
    ///   - forwardPaths: recipients of the envelope, which has `count`.
    ///   - isWhole: every header field and every recipient, instead of as many recipients as the header has lines.
    init(
        header: some Sequence<UInt8>, reversePath: ReversePath, forwardPaths: [String], count: Int,
        isWhole: Bool = false
    ) {
        let lines = Self.lines(of: Array(header), isWhole: isWhole)
        self.header = lines
        var commands = ["MAIL FROM:<\(reversePath.address)>"]
        let room = isWhole ? count : max(3, lines.count - 2)
        // The last line is for one more, or for how many more.
        let shown = forwardPaths.prefix(count == room + 1 ? count : room)
        commands += shown.map { "RCPT TO:<\($0)>" }
        let more = count - min(count, shown.count)
        if more > 0 { commands.append("and \(more) more") }
        envelope = commands
    }

    /// What readers see is decoded and in one line; of the others each line is as it is.
    private static func lines(of header: [UInt8], isWhole: Bool) -> [String] {
        guard let section = try? HeaderSection(header + Array("\r\n".utf8)) else { return [] }
        return section.fields.flatMap { field -> [String] in
            guard read.contains(field.name.lowercased()) else {
                guard isWhole else { return [] }
                let text = String(decoding: header[field.range], as: UTF8.self)
                return text.split(whereSeparator: \.isNewline).map(String.init)
            }
            return ["\(field.name): \(EncodedWord.decode(field.value))"]
        }
    }

    func lines(width: Int, colour: Bool) -> [String] {
        let isSideBySide = width >= 80
        let widths = panels(isSideBySide ? width - 5 : nil) ?? (width, width)
        func cells(_ title: String, _ lines: [String], _ panel: Int) -> [(text: String, style: String?)] {
            [(title, "1")]
                + lines.map { line in
                    let isTo = line.hasPrefix("To:") || line.hasPrefix("RCPT")
                    return (line.escapedForTerminal.cut(to: panel), isTo ? "36" : nil)
                }
        }
        func drawn(_ cell: (text: String, style: String?)) -> String {
            cell.style.map { Terminal.styled(cell.text, $0, colour) } ?? cell.text
        }
        let left = cells(headerTitle, header, widths.header)
        let right = cells(envelopeTitle, envelope, widths.envelope)
        guard isSideBySide else { return (left + [("", nil)] + right).map { drawn($0) } }
        return (0..<max(left.count, right.count)).map { row in
            let one = row < left.count ? left[row] : ("", nil)
            let other = row < right.count ? right[row] : ("", nil)
            return drawn(one) + String(repeating: " ", count: max(0, widths.header - one.0.columns)) + "  │  "
                + drawn(other)
        }
    }

    /// How the columns are shared: what one side does not need is the other's, and where both are too long an address
    /// is worth more than the end of a Message-ID.
    private func panels(_ room: Int?) -> (header: Int, envelope: Int)? {
        guard let room else { return nil }
        func wanted(_ title: String, _ lines: [String]) -> Int {
            lines.map { $0.escapedForTerminal.columns }.reduce(title.columns, max)
        }
        let header = wanted(headerTitle, header)
        let envelope = min(wanted(envelopeTitle, envelope), max(room - header, room * 3 / 5))
        return (min(header, room - envelope), envelope)
    }

    func print(to say: (String) -> Void) {
        for line in lines(width: min(Terminal.width, 120), colour: Terminal.hasColour) { say(line) }
    }
}
