import Composition
import FanmailBasics
import Foundation

/// A letter's HTML in a frame of its own, at the width of a desk or of a phone, in the light or in the dark.
struct LetterFrame {
    enum Place: String, CaseIterable {
        case desk, phone

        /// Pixels.
        var width: Int { self == .desk ? 680 : 375 }
        var title: String { self == .desk ? "At a desk" : "On a phone" }
    }

    private let html: String
    private let shown: ShownHTML
    private static let lineHeight = 26
    private static let characterWidth = 9
    private static let pictureHeight = 320
    private static let tallest = 20_000

    /// - Parameter html: its pictures are put into it, so that the frame needs nothing else.
    init(_ html: String, images: [LetterContent.Image]) {
        shown = ShownHTML(html)
        var html = html
        for image in images {
            let data = Data(image.octets).base64EncodedString()
            html = html.replacingOctets("cid:\(image.contentID)", with: "data:\(image.type);base64,\(data)")
        }
        // What is followed opens beside the preview, not within the frame.
        self.html = html.replacingOctets("</head>", with: "<base target=\"_blank\"></head>")
    }

    /// HTML. Nothing within it is run.
    func text(_ place: Place, isDark: Bool) -> String {
        let colour = isDark ? "dark" : "light"
        // A page cannot ask for another colour scheme within a frame: the question is answered beforehand.
        var answered =
            html
            .replacingOctets("(prefers-color-scheme: dark)", with: isDark ? "all" : "not all")
            .replacingOctets("(prefers-color-scheme: light)", with: isDark ? "not all" : "all")
        // What bears both has the other's letters otherwise, in a page that is shown in the dark.
        for both in ["content=\"light dark\"", "color-scheme: light dark", "color-scheme:light dark"] {
            answered = answered.replacingOctets(both, with: both.replacing("light dark", with: colour))
        }
        return """
            <figure class="\(place.rawValue) \(colour)"><figcaption>\(place.title), \(colour)</figcaption>
            <iframe sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" height="\(height(place))"
            title="\(place.title), \(colour)" srcdoc="\(answered.escapedForHTML)"></iframe></figure>
            """
    }

    /// About as tall as the letter, for a browser without JavaScript; whatever is beyond that is scrolled.
    private func height(_ place: Place) -> Int {
        let perLine = (place.width - 60) / Self.characterWidth
        let lines = shown.text.count / perLine + shown.blocks
        let pictures = shown.addresses.count(where: \.isPicture) * Self.pictureHeight
        return min(160 + lines * Self.lineHeight + pictures, Self.tallest)
    }
}

extension String {
    /// In text and in attributes with quotation marks.
    var escapedForHTML: String {
        replacingOctets("&", with: "&amp;").replacingOctets("<", with: "&lt;").replacingOctets("\"", with: "&quot;")
    }
}
