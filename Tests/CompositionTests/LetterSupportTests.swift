import FanmailBasics
import Foundation
import SMTPCore
import TestSupport
import Testing

@testable import Composition

@Suite("A letter is made of what mail programs know")
struct LetterSupportTests {
    private static func html(_ look: LetterLook = LetterLook(), language: String = "en") throws -> String {
        let markdown = TortureLetter.markdown.replacing("language: en", with: "language: \(language)")
        let folder = try LetterFolder([TortureLetter.name: markdown])
        for (name, width) in [("wide.png", 1200), ("small.png", 24)] {
            try Data(SamplePicture.png(width: width, height: width / 2)).write(
                to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
        }
        let letter = try folder.letter(TortureLetter.name).dressed(in: look)
        return try #require(letter.content(for: letter.anybody, list: nil).html)
    }

    @Test("Each element, attribute and property of the torture letter is in the table", arguments: ["en", "ar", "ja"])
    func known(language: String) throws {
        let html = try Self.html(language: language)
        let bytes = Array(html.utf8)
        var unknown: Set<String> = []
        for token in HTMLTokenizer.tokens(bytes) where token.kind == .startTag {
            if MailProgramSupport.elements[token.name] == nil { unknown.insert("<\(token.name)>") }
            for attribute in token.attributes {
                if MailProgramSupport.attributes[attribute.name] == nil { unknown.insert(attribute.name) }
                guard attribute.name == "style" else { continue }
                for declaration in attribute.text(in: bytes).split(separator: ";") {
                    let name = declaration.prefix { $0 != ":" }.filter { $0 != " " }
                    if !name.isEmpty, MailProgramSupport.properties[name] == nil { unknown.insert(name + ":") }
                }
            }
        }
        #expect(unknown == [])
    }

    @Test("What some of them do not know has something in its stead")
    func instead() {
        for table in [MailProgramSupport.elements, MailProgramSupport.attributes, MailProgramSupport.properties] {
            for row in table.values {
                #expect(row.marks.count == MailProgramSupport.families.count, "\(row.name)")
                #expect(row.marks.allSatisfy { "ynp".contains($0) }, "\(row.name)")
                #expect((row.marks == "yyyyy") == row.instead.isEmpty, "\(row.name)")
            }
        }
    }

    @Test("What stands in the stead of what Outlook does not know is there")
    func outlook() throws {
        let html = try Self.html()
        #expect(html.contains("<!--[if mso]><table role=\"presentation\" align=\"center\" width=\"600\""))
        #expect(html.contains("<v:roundrect xmlns:v=") && html.contains("href=\"https://lists.example/ja\""))
        #expect(html.contains("width=\"520\" height=\"260\"") && html.contains("width=\"24\" height=\"12\""))
        #expect(html.contains("mso-hide:all"))
    }

    @Test("Cells stand where Markdown says; where it says nothing, where the language begins")
    func alignment() throws {
        let (left, right) = (try Self.html(), try Self.html(language: "ar"))
        for html in [left, right] {
            #expect(html.contains("text-align:right;\" align=\"right\">12.00</td>"))
            #expect(html.contains("text-align:center;\" align=\"center\">bb</td>"))
            #expect(html.contains("text-align:left;\" align=\"left\">aa</td>"))
        }
        #expect(
            left.contains("text-align:left; white-space:nowrap;\">Tea</td>")
                && right.contains("text-align:right; white-space:nowrap;\">Tea</td>"))
    }

    @Test("A table that is wider than a phone is shown there row by row, and no other")
    func tables() throws {
        let html = try Self.html()
        #expect(html.matches(of: #/<table class="wide"/#).count == 2)
        #expect(html.contains("mso-hide:all;\">Wednesday: </span>closed</td>"))
        #expect(!html.contains(">Middle: </span>"))
    }

    @Test("The small print is what stands below the last line and says how to leave")
    func foot() throws {
        let html = try Self.html()
        let foot = try #require(html.firstRange(of: "<div class=\"foot\""))
        #expect(
            html[foot.lowerBound...].contains("You get this letter") && !html[foot.lowerBound...].contains("A line in"))
        #expect(html.matches(of: #/<hr /#).count == 1)
    }

    @Test(
        "What is written upon an accent can be read, and so are links upon the card",
        arguments: ["#ffffff", "#000000", "#ffe100", "#0b5cad", "#777777", "#d32f2f", "#1d2126", "#00ff00"])
    func contrast(accent: String) throws {
        var look = LetterLook()
        look.accent = try #require(Colour(accent))
        let style = LetterStyle(look, language: "en", isRightToLeft: false)
        #expect(style.link.contrast(with: .white) >= 4.5 && style.linkDark.contrast(with: LetterStyle.darkCard) >= 4.5)
        #expect(style.button.ink.contrast(with: style.button) >= 4.5)
        #expect(style.buttonDark.ink.contrast(with: style.buttonDark) >= 4.5)
        #expect(style.buttonDark.contrast(with: LetterStyle.darkCard) >= 3)
    }

    @Test("A list's look is kept with the letter, and one that chose nothing changes no letter")
    func kept() throws {
        let folder = try LetterFolder(["letter.md": LetterFolder.front() + "Hello\n"])
        try Data(SamplePicture.png(width: 400, height: 100)).write(to: URL(fileURLWithPath: "\(folder.path)/logo.png"))
        let plain = try folder.letter()
        #expect(try plain.dressed(in: LetterLook()).digest == plain.digest)
        var look = LetterLook()
        look.accent = try #require(Colour("#c2185b"))
        (look.logo, look.logoText, look.font, look.width) = ("logo.png", "News & \"more\"", "My Font, serif", 480)
        let dressed = try plain.dressed(in: look)
        let html = try #require(dressed.content(for: dressed.anybody, list: nil).html)
        #expect(html.contains("border-top:4px solid #c2185b") && html.contains("max-width:480px"))
        #expect(html.contains("font-family:'My Font',serif;"))
        #expect(
            html.contains("alt=\"News &amp; &quot;more&quot;\"") && html.contains("width=\"200\"")
                && html.contains("height=\"50\""))
        let again = try Letter(archive: dressed.archive)
        #expect(again.digest == dressed.digest && again.digest != plain.digest)
        #expect(again.content(for: again.anybody, list: nil).html == html)
        look.logo = "none.png"
        let failure = #expect(throws: CompositionFailure.self) { try plain.dressed(in: look) }
        #expect(failure?.reason.contains("logo none.png cannot be read; put it into") == true)
    }

    @Test(
        "A logo that would shine upon dark ground, or not be seen there, is found",
        arguments: [
            ([255, 255, 255, 255], [10, 10, 10, 255], "white square"),
            ([0, 0, 0, 0], [10, 10, 10, 255], "hardly seen"),
            ([0, 0, 0, 0], [200, 30, 30, 255], nil), ([20, 20, 20, 255], [255, 255, 255, 255], nil),
        ] as [([UInt8], [UInt8], String?)])
    func logo(edge: [UInt8], ink: [UInt8], wanted: String?) throws {
        let folder = try LetterFolder(["letter.md": LetterFolder.front() + "[Leave]({{list.unsubscribe}})\n"])
        try Data(SamplePicture.png(width: 30, height: 20, edge: edge, ink: ink)).write(
            to: URL(fileURLWithPath: "\(folder.path)/logo.png"))
        var look = LetterLook()
        look.logo = "logo.png"
        let findings = LetterLint.findings(in: try folder.letter().dressed(in: look), list: nil)
        let dark = findings.filter { $0.check == "dark" }
        #expect(dark.count == (wanted == nil ? 0 : 1))
        if let wanted { #expect(dark.first?.problem.contains(wanted) == true, "\(dark)") }
    }
}
