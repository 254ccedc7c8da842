import FanmailBasics
import FanmailDelivery
import Foundation
import MailingLists
import SMTPCore
import TestSupport
import Testing

@testable import ListCommands
@testable import ListStore

/// The page of how a mailing went, of what others wrote, too.
@Suite("The page of a mailing")
struct MailingPageTests {
    /// 2026-11-23 at noon.
    private static let noon: Int64 = 1_795_435_200_000
    private static let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"a\" \u{1B}[31m"

    private static func mailing(_ totals: MailingTotals, state: MailingState, reason: String? = nil) -> MailingRecord {
        MailingRecord(
            id: 3, lists: ["announce", String(repeating: "list-of-a-long-name-", count: 4)], state: state,
            reason: reason,
            subject: hostile, author: "news@lists.example", messageID: "<a-long-id.\(UUID().uuidString)@lists.example>",
            relay: "smtp.example:25", startedAt: Timestamp(milliseconds: noon),
            finishedAt: state == .finished ? Timestamp(milliseconds: noon + 90_000) : nil, totals: totals,
            isOwned: false)
    }

    /// - Parameter seconds: over which `count` recipients have their outcome.
    static func page(of count: Int, seconds: Int, state: MailingState = .finished, reason: String? = nil) -> String {
        var course = MailingCourse()
        var totals = MailingTotals()
        let label = String(repeating: "a-long-name", count: 5)
        for number in 0..<count {
            let outcome: Outcome = number % 10 == 0 ? .refused : number % 13 == 0 ? .deferred : .accepted
            let code = outcome == .accepted ? 250 : outcome == .refused ? 550 : 451
            course.add(
                1000, .init(outcome: outcome, code: code, status: "\(code / 100).1.\(number % 40)"),
                number % 2 == 0 ? hostile : String(repeating: "nothing-to-break-", count: 30),
                at: Timestamp(milliseconds: noon + Int64(number * seconds) * 1000 / Int64(count)),
                in: number % 7 == 0 ? "\(label).\(label).example" : "d\(number % 40).example")
            course.add(transactions: 10, of: number * number % 1700)
            switch outcome {
            case .accepted: totals.accepted += 1000
            case .refused: totals.refused += 1000
            default: totals.deferred += 1000
            }
        }
        totals.unknown = count / 50
        let split = SplitView(
            header: Array("From: news@lists.example\r\nTo: announce@lists.example\r\nSubject: \(hostile)\r\n".utf8),
            reversePath: .null, forwardPaths: ["ada@\(label).\(label).example", "\(hostile)@x.example"], count: 100)
        return MailingPage(
            mailing(totals, state: state, reason: reason), course, split: count > 0 ? split : nil,
            at: Timestamp(milliseconds: noon + 100_000)
        ).text
    }

    @Test("What others wrote is words, and no script is there") func words() {
        let page = Self.page(of: 300, seconds: 90)
        #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("\u{1B}"))
        #expect(page.contains("&lt;script>alert(1)") && page.contains("default-src 'none'"))
        #expect(!page.contains("http://") && !page.contains("https://"))
    }

    @Test("It tells header beside envelope, the sums, replies, domains and times") func parts() {
        let page = Self.page(of: 300, seconds: 90)
        for part in [
            "HEADER: what readers see", "<p class=\"two\">To: announce@lists.example</p>", "RCPT TO:&lt;ada@",
            "and 98 more", "Over time", "Outcomes a second", "What was answered", "refused 550 5.1.0", "By domain",
            "d9.example", "By percentile", "<dt>accepted</dt><dd>249,000</dd>",
        ] { #expect(page.contains(part), "\(part)") }
    }

    @Test("Why it stands still is said first", arguments: [MailingState.paused, .cancelled, .sending])
    func reasons(state: MailingState) {
        let page = Self.page(of: 3, seconds: 1, state: state, reason: "51 of the latest 500 recipients were refused")
        let notice = page.range(of: "class=\"notice\"")
        let tiles = page.range(of: "class=\"tiles\"")
        #expect(notice != nil && tiles != nil && notice!.lowerBound < tiles!.lowerBound)
        #expect(page.contains("51 of the latest 500"))
        #expect(!Self.page(of: 3, seconds: 1).contains("class=\"notice\""))
    }

    @Test(
        "As a browser shows it, nothing is wider than the screen, and every word can be read",
        .enabled(if: Browser.isHere || Browser.isCI))
    func fit() throws {
        var frames = ""
        var count = 0
        for (name, page) in [
            ("none", Self.page(of: 0, seconds: 1, state: .sending)), ("one", Self.page(of: 1, seconds: 1)),
            ("many", Self.page(of: 400, seconds: 400_000)),
        ] {
            for (width, isDark) in [(320, false), (375, true), (600, false), (1280, true)] {
                let title = "\(name), \(width) px, \(isDark ? "dark" : "light")"
                frames += BenchPageScreenTests.frame(title, page, width, isDark)
                count += 1
            }
        }
        let result = try Browser.result(of: frames + BenchPageScreenTests.script)
        #expect(result.first == "\(count) frames")
        #expect(result.dropFirst() == [], "\(result.dropFirst().prefix(20).joined(separator: "\n"))")
    }
}
