import FanmailMIME
import Testing

/// One judge for what comes in and for what a list passes on: what either knew, both know.
struct MachineMarkTests {
    private func marks(_ fields: String) throws -> [MachineMark.Kind] {
        try MachineMark.all(in: HeaderSection(received: Array("From: a@b.example\n\(fields)\nx\n".utf8))).map(\.kind)
    }

    @Test(
        arguments: [
            ("Auto-Submitted: auto-replied\n", [.autoSubmitted("auto-replied")]),
            ("auto-submitted: Auto-Generated; x=no\n", [.autoSubmitted("auto-generated")]),
            ("Auto-Submitted: auto-notified (no)\n", [.autoSubmitted("auto-notified")]),
            // A keyword that only begins with no, and none at all.
            ("Auto-Submitted: none\n", [.autoSubmitted("none")]),
            ("Auto-Submitted: notified\n", [.autoSubmitted("notified")]),
            ("Auto-Submitted:\n", [.autoSubmitted("")]),
            ("Auto-Submitted: no\nAuto-Submitted: auto-notified\n", [.autoSubmitted("auto-notified")]),
            ("Return-Path: <>\n", [.nullReversePath]), ("return-path:\n\t< >\n", [.nullReversePath]),
            ("Return-Path: <a@b.example>\nReturn-Path: <>\n", [.nullReversePath]),
            ("Precedence: bulk\n", [.precedence("bulk")]), ("Precedence: LIST\n", [.precedence("list")]),
            ("Precedence: junk (yes)\n", [.precedence("junk")]),
            ("Precedence: auto_reply\n", [.precedence("auto_reply")]),
            ("Precedence: first-class\nPrecedence: bulk\n", [.precedence("bulk")]),
            ("List-Id: News <news.lists.example>\n", [.list]),
            (
                "List-Id: <x.example>\nReturn-Path: <>\nAuto-Submitted: auto-replied\nPrecedence: bulk\n",
                [.autoSubmitted("auto-replied"), .nullReversePath, .precedence("bulk"), .list]
            ),
        ] as [(String, [MachineMark.Kind])])
    func machines(fields: String, kinds: [MachineMark.Kind]) throws { #expect(try marks(fields) == kinds) }

    @Test(arguments: [
        "", "Auto-Submitted: no\n", "Auto-Submitted: NO; x=y\n", "Auto-Submitted: No (typed)\n",
        "Auto-Submitted: no\t;\n",
        "Return-Path: <a@b.example>\n", "Precedence: first-class\n", "Precedence: bulky\n", "Precedence:\n",
        "X-Auto-Submitted: auto-replied\n", "List-Post: <mailto:a@b.example>\n",
    ])
    func people(fields: String) throws { #expect(try marks(fields) == []) }

    @Test func itTellsTheLine() throws {
        let header = try HeaderSection(Array("A: b\nPrecedence:\n bulk\nReturn-Path: <>\n\n".utf8))
        #expect(MachineMark.all(in: header).map(\.line) == [4, 2])
    }
}
