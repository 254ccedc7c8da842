import Composition
import Foundation
import ListStore
import MailingLists
import SMTPCore
import TestSupport
import Testing

@testable import Fanmail

/// Letters as a browser shows them: nothing is wider than the screen, and everything can be read. One start of Chromium
/// looks at all of them, each in a frame.
@Suite("Letters on screens", .enabled(if: Browser.isHere || Browser.isCI))
struct LetterScreenTests {
    private struct Page {
        let name: String
        let html: String
    }

    private static let looks = [
        "", "accent = \"#ffe100\"\nfont = \"serif\"\nwidth = 480",
        "accent = \"#101014\"\nlogo = \"wide.png\"\nwidth = 800",
    ]

    /// The torture letter in several looks, and all samples in all languages.
    private static func pages() throws -> [Page] {
        var pages: [Page] = []
        for (number, look) in looks.enumerated() {
            let folder = try StoreFolder(
                policy: "footer = \"You are on {list}. Leave: {unsubscribe}\"\n[letter]\n\(look)")
            try folder.write(TortureLetter.markdown, to: TortureLetter.name)
            for (name, width, height) in [("wide.png", 1600, 40), ("small.png", 24, 24)] {
                try folder.write(SamplePicture.png(width: width, height: height), to: name)
            }
            pages.append(Page(name: "torture-\(number)", html: try html(TortureLetter.name, folder)))
        }
        let folder = try StoreFolder(policy: "footer = \"You are on {list}. Leave: {unsubscribe}\"")
        for language in SampleLetters.languages {
            for name in SampleLetters.names {
                let text = try #require(SampleLetters.text(name, language: language))
                try folder.write(text, to: "sample.md")
                pages.append(Page(name: "\(name)-\(language)", html: try html("sample.md", folder)))
            }
        }
        return pages
    }

    /// As one reader sees it, with its pictures.
    private static func html(_ name: String, _ folder: StoreFolder) throws -> String {
        let office = try folder.office()
        let letter = try LetterReader(templates: folder.directory.path).letter(folder.path(name))
        let list = try office.identity(of: letter, named: name)
        let dressed = try office.dressed(letter, list, named: name)
        let fields = try office.fields(of: dressed, for: Mailbox(parsing: "ada@lists.example"), list: list)
        let content = dressed.content(for: fields, list: list)
        var html = try #require(content.html)
        #expect(html.utf8.count < LetterLint.clippedSize, "\(name): \(html.utf8.count) octets")
        for image in content.images {
            html = html.replacing(
                "cid:\(image.contentID)", with: "data:\(image.type);base64,\(Data(image.octets).base64EncodedString())")
        }
        return html
    }

    @Test("Nothing scrolls sideways, and all words have the contrast of WCAG AA, light and dark")
    func fit() throws {
        var frames = ""
        var count = 0
        for page in try Self.pages() {
            let isWhole = page.name.hasPrefix("torture") || page.name.hasSuffix("-en")
            for width in isWhole ? [320, 375, 600, 1280] : [320, 600] {
                for isDark in [false, true] {
                    let html = page.html.replacing("(prefers-color-scheme: dark)", with: isDark ? "all" : "not all")
                        .replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
                    frames +=
                        "<iframe title=\"\(page.name), \(width) px, \(isDark ? "dark" : "light")\" width=\"\(width)\" "
                    frames += "height=\"900\" style=\"border:0\" srcdoc=\"\(html)\"></iframe>\n"
                    count += 1
                }
            }
        }
        let result = try Browser.result(of: frames + Self.script)
        #expect(result.first == "\(count) frames")
        #expect(result.dropFirst() == [], "\(result.dropFirst().prefix(20).joined(separator: "\n"))")
    }

    @Test("What is too wide, and what cannot be read, is noticed") func noticed() throws {
        let wide = "<table width=500><tr><td>x</table>"
        let pale = "<p style='color:#999'>pale</p>"
        let frames =
            "<iframe title=a width=320 srcdoc=\"\(wide)\"></iframe><iframe title=b width=320 srcdoc=\"\(pale)\"></iframe>"
        let result = try Browser.result(of: frames + Self.script)
        #expect(result.count == 3 && result[1].hasPrefix("a: 5") && result[2].hasPrefix("b: contrast 2.8"), "\(result)")
    }

    private static let script = """
        <script>
        \(Browser.contrast)
        addEventListener('load', () => {
          const found = [];
          const frames = document.querySelectorAll('iframe');
          for (const f of frames) {
            const d = f.contentDocument, w = d.defaultView, root = d.documentElement;
            if (root.scrollWidth > f.clientWidth) found.push(f.title + ': ' + root.scrollWidth + ' px');
            const seen = new Set();
            for (const e of d.body.querySelectorAll('*')) {
              const style = w.getComputedStyle(e);
              if (['auto', 'scroll'].includes(style.overflowX) && e.scrollWidth > e.clientWidth)
                found.push(f.title + ': ' + e.localName + ' scrolls');
              const says = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
              if (!says || !e.getClientRects().length || e.closest('[style*="max-height:0"]')) continue;
              const [a, b] = [light(numbers(style.color)), light(ground(e))];
              const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              const size = parseFloat(style.fontSize), bold = style.fontWeight >= 700;
              const wanted = size >= 24 || size >= 18.66 && bold ? 3 : 4.5;
              if (ratio < wanted && !seen.has(e.localName)) {
                seen.add(e.localName);
                found.push(f.title + ': contrast ' + ratio.toFixed(1) + ' of ' + e.localName + ' ' + e.className + ' "' + e.textContent.trim().slice(0, 20) + '"');
              }
            }
          }
          document.body.textContent = ['BEGIN', frames.length + ' frames', ...found, 'END'].join('\\n');
        });
        </script>
        """
}
