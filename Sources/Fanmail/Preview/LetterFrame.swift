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
        let answered = html.inColours(isDark: isDark)
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
