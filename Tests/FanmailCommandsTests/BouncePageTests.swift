import Bounces
import FanmailBasics
import Foundation
import MailingLists
import SMTPCore
import TestSupport
import Testing

@testable import ListCommands
@testable import ListStore

/// A log of what came back, and the page of it.
@Suite("The page of bounces")
struct BouncePageTests {
    /// 2026-11-23 at noon.
    private static let noon: Int64 = 1_795_435_200_000
    private static let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"a\" \u{1B}[31m"

    /// - Parameter count: of bounces, on as many days; of every class, of long names, and of hostile words.
    static func page(of count: Int, days: Int) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bounces-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store.open(path: folder.appending(path: "fanmail.db").path, create: true)
        let definition = """
            name = "announce"
            address = "announce@lists.example"
            owner = "ada@lists.example"
            """
        try store.apply(ListDefinition.parse(definition, file: "announce.toml"))
        let list = try store.list(named: "announce")
        let label = String(repeating: "a-long-name", count: 5)
        let domains = ["gmail.com", "\(label).\(label).\(label).example", "x.example", "outlook.com"]
        let words = [Self.hostile, String(repeating: "nothing-to-break-", count: 30), "No such user"]
        for index in 0..<count {
            let address = "u\(index)@\(domains[index % domains.count])"
            _ = try store.subscribe(Mailbox(parsing: address), name: nil, list: list, source: "test")
            guard let person = try store.person(Mailbox(parsing: address)) else { continue }
            let failureClass = FailureClass.allCases[index % FailureClass.allCases.count]
            let note = BounceNote(
                mailing: nil, list: list.id, subscriber: person.id, recipient: address, code: 550,
                status: "5.1.\(index)",
                text: words[index % words.count],
                verdict: FailureVerdict(
                    failureClass: failureClass, isHard: index % 3 == 0, status: nil, rule: "test"),
                attribution: BounceAttribution("guess", confidence: 20), server: "mx.example")
            let day = Int64(days > 1 ? index * (days - 1) / max(1, count - 1) : 0)
            _ = try store.log(note, now: Timestamp(milliseconds: noon - day * 86_400_000))
        }
        return try BouncePage(store, BounceSelection(), about: "all that is in the log").text
    }

    @Test("What others wrote is words, and no script is there") func words() throws {
        let page = try Self.page(of: 40, days: 5)
        #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("\u{1B}"))
        #expect(page.contains("&lt;script>alert(1)") && page.contains("default-src 'none'"))
        #expect(!page.contains("http://") && !page.contains("https://"))
    }

    @Test("Nothing is told of nothing") func empty() throws {
        let page = try Self.page(of: 0, days: 0)
        #expect(page.contains("There are no bounces.") && !page.contains("<figure") && !page.contains("<table"))
    }

    @Test("Days without bounces are days, and only so many are shown") func days() {
        func count(_ day: String, _ bounces: Int) -> BounceCount {
            BounceCount(key: day, subject: nil, bounces: bounces, hard: 1, ended: 0, held: 0)
        }
        let days = BounceDay.days([count("2026-02-27", 4), count("2026-03-02", 1)], most: 120)
        #expect(days.map(\.text) == ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"])
        #expect(days.map(\.bounces) == [4, 0, 0, 1] && days.map(\.hard) == [1, 0, 0, 1])
        let few = BounceDay.days([count("2020-01-01", 9), count("2026-03-02", 1)], most: 3)
        #expect(few.map(\.text) == ["2026-02-28", "2026-03-01", "2026-03-02"] && few.map(\.bounces) == [0, 0, 1])
        #expect(BounceDay.days([], most: 3).isEmpty)
    }

    @Test(
        "As a browser shows it, nothing is wider than the screen, and every word can be read",
        .enabled(if: Browser.isHere || Browser.isCI))
    func fit() throws {
        var frames = ""
        var count = 0
        for (name, page) in [
            ("none", try Self.page(of: 0, days: 0)), ("one", try Self.page(of: 1, days: 1)),
            ("many", try Self.page(of: 150, days: 120)),
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
