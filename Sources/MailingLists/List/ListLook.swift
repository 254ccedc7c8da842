package import FanmailBasics

/// How a list's letters look: `[letter]` in its file. What is nil is the program's own choice.
package struct ListLook: Sendable, Equatable {
    package static let widths = 320...800
    package static let logoWidths = 16...800

    /// `letter.from`: whom the list's own letters come from, `News <news@lists.example>`.
    package var from: String?
    /// `letter.accent`: of buttons, links and the edge of the card.
    package var accent: Colour?
    /// `letter.logo`: a picture in the folder of the templates, or its https address.
    package var logo: String?
    /// `letter.logo-dark`: the one that is shown upon dark ground.
    package var logoDark: String?
    /// `letter.logo-width`: in pixels.
    package var logoWidth: Int?
    /// `letter.font`: families as CSS has them, or `sans`, `serif`, `mono`.
    package var font: String?
    /// `letter.width`: of the card at a desk, in pixels.
    package var width: Int?

    package init() {}

    static let keys = [
        "letter.from", "letter.accent", "letter.logo", "letter.logo-dark", "letter.logo-width", "letter.font",
        "letter.width",
    ]
}
