import Composition
import FanmailBasics
import FanmailMIME
import SMTPSink

/// What there is to say of a message's body: its lines, its alternatives, its size, its HTML.
struct BodyChecks {
    private(set) var checks: [MessageCheck] = []

    /// RFC 5322, 2.1.1, without CRLF.
    private static let longestLine = 998

    init(_ view: MessageView) {
        let content = view.content
        checkLines(view.message)
        let hasHTML = content.parts.contains { $0.role == .html }
        let text = content.parts.filter { $0.role == .text }
        if hasHTML {
            checkSize(view.html.utf8.count)
            checkMarkup(view)
        }
        if hasHTML, text.allSatisfy({ $0.text.allSatisfy(\.isWhitespace) }) {
            checks.append(
                .init(
                    .warning, "Alternatives",
                    "HTML without plain text: some programs show nothing, and filters distrust it"))
        } else if hasHTML {
            checks.append(.init(.good, "Alternatives", "plain text and HTML"))
        } else if text.isEmpty {
            checks.append(.init(.warning, "Alternatives", "there is no text to read"))
        }
    }

    private mutating func checkLines(_ message: SinkMessage) {
        let octets = message.octets
        var (line, length) = (1, 0)
        var (long, bare): (Int?, Int?) = (nil, nil)
        var isEight = false
        var last: UInt8 = 0
        for byte in octets {
            if byte == 0x0A {
                if last != 0x0D, bare == nil { bare = line }
                if length - (last == 0x0D ? 1 : 0) > Self.longestLine, long == nil { long = line }
                (line, length) = (line + 1, 0)
            } else {
                if last == 0x0D, bare == nil { bare = line }
                if byte > 0x7F { isEight = true }
                length += 1
            }
            last = byte
        }
        if length > Self.longestLine, long == nil { long = line }
        if let long {
            checks.append(
                .init(
                    .bad, "Lines",
                    "line \(long) is longer than \(Self.longestLine) octets: servers cut it (RFC 5322, 2.1.1)"))
        }
        if let bare {
            checks.append(
                .init(.bad, "Lines", "line \(bare) does not end in CRLF: strict servers refuse it (RFC 5321, 2.3.8)"))
        }
        let isDeclared = message.mailParameters.contains {
            ["BODY=8BITMIME", "BODY=BINARYMIME"].contains($0.uppercased())
        }
        if isEight, !isDeclared {
            checks.append(
                .init(.warning, "Lines", "octets beyond ASCII without BODY=8BITMIME: they may be lost (RFC 6152)"))
        }
    }

    private mutating func checkSize(_ size: Int) {
        let kibibytes = (size + 1023) >> 10
        checks.append(
            size > LetterLint.clippedSize
                ? .init(.warning, "Size", "the HTML has \(kibibytes) KiB; Gmail hides what is beyond 102")
                : .init(.good, "Size", "the HTML has \(kibibytes) KiB of the 102 that Gmail shows"))
    }

    private mutating func checkMarkup(_ view: MessageView) {
        let problems = AuthoredBody(html: view.lookedAt).problems
        let silent = problems.count { $0.check == "alt-text" }
        if silent > 0 {
            checks.append(
                .init(.bad, "Pictures", "\(counted(silent, "picture")) without alternative text (alt)"))
        }
        var seen: Set<String> = []
        for problem in problems where problem.check == "html" && seen.insert(problem.problem).inserted {
            checks.append(.init(.bad, "HTML", problem.problem))
        }
        let addresses = view.addresses
        let links = addresses.filter { !$0.isPicture }
        for (level, word) in [(AddressCheck.Level.bad, "wrong"), (.warning, "doubtful")] {
            let count = addresses.count { $0.level == level }
            if count > 0 {
                let of = "\(counted(links.count, "link")) and \(counted(addresses.count - links.count, "picture"))"
                checks.append(.init(level, "Links", "\(count) \(word) of \(of), below"))
            }
        }
    }
}
