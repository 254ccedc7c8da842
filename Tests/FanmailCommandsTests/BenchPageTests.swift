import FanmailBasics
import Histogram
import SMTPClient
import SMTPCore
import TestSupport
import Testing

@testable import SMTPLoad
@testable import ServerCommands

@Suite("The page of a report")
struct BenchPageTests {
    /// A run as it is measured, drawn for a seed.
    static func report(
        seconds: Int, rate: Int, seed: UInt64 = 1, _ change: (inout LoadReport) -> Void = { _ in }
    ) throws -> LoadReport {
        var plan = LoadPlan(
            relay: try Relay("smtp://127.0.0.1:2525"), configuration: .init(hostname: "bench.example"))
        let step = LoadPlan.Pace.Step(from: Double(rate), to: Double(rate), duration: .seconds(seconds))
        plan.pace = .open([step], isPoisson: true)
        var (statistics, draws) = (LoadStatistics(), SeededDraws(seed: seed))
        let replies = [Reply(code: 250, text: "ok"), Reply(code: 450, text: "later"), Reply(code: 550, text: "no")]
        for second in 0..<seconds {
            for _ in 0..<rate {
                let reply = replies[draws.fraction() < 0.9 ? 0 : draws.fraction() < 0.5 ? 1 : 2]
                let time = UInt64(200 / (1 - draws.fraction()))
                statistics.note(
                    TransactionResult(ending: .answered(reply)), recipients: 3, time: time, begun: second,
                    ended: second + Int(time / 1_000_000))
                statistics.lag.record(time / 10)
                statistics.connect.record(time)
                statistics.series.asked(second)
                statistics.planned += 1
            }
            statistics.series.change(second) { $0.opened += second == 0 ? 10 : second % 2 }
            statistics.series.change(second) { $0.failed += second % 3 == 2 ? 1 : 0 }
        }
        (statistics.connections, statistics.mostOpen, statistics.span) = (10, 10, .seconds(seconds))
        var report = LoadGenerator.report(plan, 2, statistics, nil, (Double(seconds), 0.5))
        (report.startedAt, report.machine) = ("2026-11-27T20:00:00Z", .here)
        (report.settings, report.version) = (plan.settings, "fanmail 1.0")
        change(&report)
        return report
    }

    /// Texts, once each, that would widen a page.
    private static let long = String(repeating: "smtp-server-with-a-long-name.", count: 8)

    static func pages() throws -> [(name: String, html: String)] {
        let usual = try report(seconds: 12, rate: 300) {
            for name in ["banner", "EHLO", "MAIL", "RCPT", "end of data"] { $0.commands[name] = $0.transaction }
            $0.thresholds = [
                .init(threshold: "p99 > 50ms", value: 62, unit: .milliseconds, isBroken: true),
                .init(threshold: "refused > 50%", value: nil, unit: .percent, isBroken: false),
            ]
        }
        let large = try report(seconds: 3700, rate: 3) {
            $0.target = "smtp://\(long):2525"
            $0.lastFailure = long
            $0.connectionFailures = 1_234_567
            $0.replies = Dictionary(uniqueKeysWithValues: (0..<60).map { ("5\($0 % 6)0 5.\($0).999", $0 * 999_999) })
            $0.transactionsPerSecond = 1_234_567.8
            $0.changes = (0..<9).map { LoadChange(second: Double($0) * 100, factor: Double($0) / 10) }
            $0.isInterrupted = true
            $0.notSent = 99_999_999
            $0.settings?.append(.init(long, long))
        }
        let empty = try report(seconds: 1, rate: 0)
        let one = try report(seconds: 1, rate: 1)
        let joined = try LoadReport(joining: [usual, try report(seconds: 12, rate: 200, seed: 3)])
        let comparison = BenchComparisonPage(before: usual, after: joined, names: ("before", "after-" + long))
        let none = BenchComparisonPage(before: empty, after: usual, names: ("before", "after"))
        let search = BenchSearchPage(
            limit: 50, best: 800,
            trials: [(100.0, 5.0), (200, 5.5), (400, 7), (800, 20), (1600, 900), (1200, 450)].map { rate, p99 in
                var one = usual
                one.transaction.p99 = p99
                one.transactionsPerSecond = min(rate, 1000)
                return .init(rate: rate, one, reason: rate > 800 ? "\(long) not sent" : nil)
            }, isWhole: false, last: large)
        let nothing = BenchSearchPage(
            limit: 50, best: nil, trials: [.init(rate: 1, empty, reason: "nothing was accepted")], isWhole: true,
            last: empty)
        return [usual, large, empty, one, joined].enumerated().map { ("report \($0)", BenchPage(report: $1).text) }
            + [("search", search.text), ("search without an end", nothing.text)]
            + [("comparison", comparison.text), ("comparison with nothing", none.text)]
    }

    @Test("tells what there is, escapes what others wrote, and needs nothing else") func content() throws {
        let report = try Self.report(seconds: 12, rate: 100) {
            $0.target = "smtp://<script>"
            $0.lastFailure = "a \"quoted\" & <b>bad</b> word"
            $0.connectionFailures = 1
            $0.replies["550 <i>"] = 3
        }
        let page = BenchPage(report: report).text
        for part in [
            "smtp://&lt;script>", "&amp; &lt;b>bad", "550 &lt;i>", "99.9 %", "of 100/s asked for", "Over time",
        ] {
            #expect(page.contains(part), "\(part)")
        }
        for part in ["<script", "<b>bad", "http:", "https:", "url(", "src=", "nan", "inf%"] {
            #expect(!page.contains(part), "\(part)")
        }
        let broken = BenchPage(
            report: try Self.report(seconds: 2, rate: 50) {
                $0.thresholds = [.init(threshold: "p99 > 1ms", value: 5, unit: .milliseconds, isBroken: true)]
            }
        ).text
        #expect(broken.contains("p99 > 1ms") && broken.contains("<b class=\"bad\">failed</b>"))
        #expect(page.utf8.count < 200_000)
    }

    @Test("of a search tells what was found, and each step with why it was not kept") func search() throws {
        let pages = try Self.pages()
        let page = try #require(pages.first { $0.name == "search" }).html
        for part in [
            "800/s", "p99 by the rate", "to be kept", "450 ms", "not kept</b>: ", "ended before its time", "<svg",
        ] {
            #expect(page.contains(part), "\(part)")
        }
        let nothing = try #require(pages.first { $0.name == "search without an end" }).html
        #expect(nothing.contains("No rate down to 1/s was kept.") && nothing.contains("nothing was accepted"))
        #expect(!nothing.contains("<svg") && !nothing.contains("nan"))
    }

    @Test("of a long run is no larger than it has to be") func size() throws {
        let page = BenchPage(report: try Self.report(seconds: 3500, rate: 4)).text
        #expect(page.utf8.count < 700_000, "\(page.utf8.count)")
    }
}

/// As a browser shows it. One start of Chromium looks at all pages, each in a frame.
@Suite("The page of a report on screens", .enabled(if: Browser.isHere || Browser.isCI))
struct BenchPageScreenTests {
    @Test("Nothing is wider than the screen, and every word is large enough, in contrast, and upon no other")
    func fit() throws {
        var frames = ""
        var count = 0
        for (name, html) in try BenchPageTests.pages() {
            for width in [320, 375, 760, 1280] {
                for isDark in width == 375 || width == 1280 ? [false, true] : [false] {
                    frames += Self.frame("\(name), \(width) px, \(isDark ? "dark" : "light")", html, width, isDark)
                    count += 1
                }
            }
        }
        let result = try Browser.result(of: frames + Self.script)
        #expect(result.first == "\(count) frames")
        #expect(result.dropFirst() == [], "\(result.dropFirst().prefix(20).joined(separator: "\n"))")
    }

    static func frame(_ name: String, _ html: String, _ width: Int, _ isDark: Bool) -> String {
        let shown = html.replacing("(prefers-color-scheme:dark)", with: isDark ? "all" : "not all")
            .replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        return
            "<iframe title=\"\(name)\" width=\"\(width)\" height=\"900\" style=\"border:0\" srcdoc=\"\(shown)\"></iframe>\n"
    }

    @Test("What is too wide, too small, pale, or upon another is noticed") func noticed() throws {
        let bad = """
            <p style='width:400px'>wide</p><p style='font-size:11px'>small</p><p style='color:#bbb'>pale</p>\
            <div class='along' style='position:relative'><span style='position:absolute'>one</span>\
            <span style='position:absolute;left:9px'>two</span></div>
            """
        let result = try Browser.result(of: Self.frame("a", bad, 320, false) + Self.script)
        for part in ["a: 4", "11px", "contrast", "one is upon two"] {
            #expect(result.contains { $0.contains(part) }, "\(part): \(result)")
        }
    }

    static let script = """
        <script>
        \(Browser.contrast)
        function seen(e) { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 }
        addEventListener('load', () => {
          const found = [];
          const frames = document.querySelectorAll('iframe');
          for (const f of frames) {
            const d = f.contentDocument, w = d.defaultView, root = d.documentElement, said = new Set();
            const say = t => { if (!said.has(t)) { said.add(t); found.push(f.title + ': ' + t) } };
            if (root.scrollWidth > f.clientWidth) say(root.scrollWidth + ' px');
            for (const e of d.body.querySelectorAll('*')) {
              const style = w.getComputedStyle(e);
              if (!e.closest('.scroll') && !e.closest('svg') && seen(e) && e.getBoundingClientRect().right > f.clientWidth + 0.5)
                say(e.localName + ' ' + e.className + ' leaves the screen');
              const words = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
              if (!words || !seen(e)) continue;
              if (parseFloat(style.fontSize) < 12) say(style.fontSize + ' of ' + e.localName);
              const [a, b] = [light(numbers(style.color)), light(ground(e))];
              const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              if (ratio < 4.5) say('contrast ' + ratio.toFixed(1) + ' of ' + e.localName + ' ' + e.className);
            }
            for (const box of d.querySelectorAll('.up,.along')) {
              const labels = [...box.querySelectorAll('span')].filter(seen);
              labels.forEach((one, i) => labels.slice(i + 1).forEach(two => {
                const [a, b] = [one.getBoundingClientRect(), two.getBoundingClientRect()];
                if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                  say(one.textContent + ' is upon ' + two.textContent);
              }));
            }
          }
          document.body.textContent = ['BEGIN', frames.length + ' frames', ...found, 'END'].join('\\n');
        });
        </script>
        """
}
