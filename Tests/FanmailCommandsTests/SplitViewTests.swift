import FanmailBasics
import SMTPCore
import Testing

@testable import ListCommands

@Suite("Header beside envelope")
struct SplitViewTests {
    private static let header = """
        Received: from nowhere\r
        From: Ada <ada@lists.example>\r
        To: announce@lists.example\r
        Subject: a \u{1B}[31mred\u{1B}[0m\r
         and folded subject\r
        X-Other: left out\r

        """

    private func view(_ recipients: Int, isWhole: Bool = false) -> SplitView {
        SplitView(
            header: Self.header.utf8, reversePath: .null, forwardPaths: (1...recipients).map { "r\($0)@example.org" },
            count: recipients, isWhole: isWhole)
    }

    @Test("stands side by side from 80 columns on, and no line is longer", arguments: [60, 80, 120])
    func widths(width: Int) {
        let lines = view(100).lines(width: width, colour: false)
        #expect(lines.allSatisfy { $0.columns <= width })
        #expect(lines.contains { $0.contains("HEADER") && $0.contains("ENVELOPE") } == (width >= 80))
        let all = lines.joined(separator: "\n")
        for part in ["To: announce@lists.example", "MAIL FROM:<>", "RCPT TO:<r3@example.org>", "and 97 more"] {
            #expect(all.contains(part), "\(part)")
        }
        #expect(!all.contains("Received") && !all.contains("X-Other"))
    }

    @Test("cuts a Message-ID rather than an address") func sharing() throws {
        let header =
            "To: announce@lists.example\r\nMessage-ID: <\(String(repeating: "x", count: 60))@lists.example>\r\n"
        let path = "announce-bounces@lists.example"
        let view = SplitView(
            header: header.utf8, reversePath: .mailbox(try Mailbox(parsing: path)), forwardPaths: ["ada@example.org"],
            count: 1)
        let lines = view.lines(width: 80, colour: false)
        #expect(lines.contains { $0.contains("MAIL FROM:<\(path)>") })
        #expect(lines.contains { $0.contains("To: announce@lists.example ") })
        #expect(lines.contains { $0.contains("xx…  │") })
        #expect(lines.allSatisfy { $0.columns <= 80 })
    }

    @Test("shows control characters as text, coloured or not", arguments: [true, false]) func controls(colour: Bool) {
        let lines = view(2).lines(width: 100, colour: colour)
        #expect(!lines.contains { $0.contains("\u{1B}[31m") })
        #expect(lines.contains { $0.contains("\u{1B}[36m") } == colour)
    }

    @Test("shows one more instead of saying so", arguments: [(3, 0), (4, 0), (5, 2)])
    func count(recipients: Int, more: Int) {
        let all = view(recipients).lines(width: 100, colour: false).joined()
        #expect(all.contains("more") == (more > 0))
        #expect(all.contains("and \(more) more") == (more > 0))
        #expect(all.contains("<r3@example.org>"))
    }

    @Test("shows everybody and every field when asked") func whole() {
        let all = view(100, isWhole: true).lines(width: 100, colour: false).joined()
        #expect(all.contains("<r100@example.org>") && all.contains("X-Other") && !all.contains("more"))
    }

    @Test("shows in words what readers see, and the other fields as they are") func decoded() {
        let header = """
            From: =?UTF-8?Q?Z=C3=BCrich?= <ada@lists.example>\r
            Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r
             =?UTF-8?Q?_aus_=1B[31mUlm?=\r
            X-Other: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r

            """
        let view = SplitView(
            header: header.utf8, reversePath: .null, forwardPaths: ["r@example.org"], count: 1, isWhole: true)
        let all = view.lines(width: 120, colour: false).joined(separator: "\n")
        #expect(all.contains("From: Zürich <ada@lists.example>") && all.contains("Subject: Grüße aus "))
        #expect(all.contains("X-Other: =?UTF-8?Q?") && !all.contains("\u{1B}"))
    }
}
