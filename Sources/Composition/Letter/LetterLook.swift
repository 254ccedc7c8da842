package import FanmailBasics

/// How a list's letters look: what of the default layout a list chooses. Other layouts may name the same.
package struct LetterLook: Sendable, Equatable {
    package static let accent = Colour(red: 0x0B, green: 0x5C, blue: 0xAD)
    package static let width = 600

    package var accent = LetterLook.accent
    /// A file beside the letter or among the templates, or an https address.
    package var logo: String?
    /// The one upon dark ground.
    package var logoDark: String?
    /// In pixels.
    package var logoWidth: Int?
    /// What is read where the logo is not shown.
    package var logoText = ""
    /// Families between commas, or `sans`, `serif`, `mono`.
    package var font: String?
    /// Of the card, in pixels.
    package var width = LetterLook.width

    package init() {}

    var logos: [String] { [logo, logoDark].compactMap(\.self) }

    // MARK: - In an archive

    /// A letter is kept with its look. No file of a letter has such a name.
    static let archiveName = "\0look"

    var archived: [UInt8] {
        let fields = [
            ("accent", accent.description), ("logo", logo), ("logo-dark", logoDark),
            ("logo-width", logoWidth.map(String.init)), ("logo-text", logoText), ("font", font),
            ("width", String(width)),
        ]
        return Array(fields.compactMap { key, text in text.map { "\(key)=\($0)\n" } }.joined().utf8)
    }

    init(archived: [UInt8]) {
        for line in String(decoding: archived, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { continue }
            let text = parts[1]
            switch parts[0] {
            case "accent": accent = Colour(text) ?? accent
            case "logo": logo = text
            case "logo-dark": logoDark = text
            case "logo-width": logoWidth = Int(text)
            case "logo-text": logoText = text
            case "font": font = text
            case "width": width = Int(text) ?? width
            default: continue
            }
        }
    }
}
