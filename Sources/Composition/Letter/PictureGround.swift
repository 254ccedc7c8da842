import FanmailBasics

/// What a picture looks like upon dark ground.
enum PictureGround: Equatable {
    /// A square that is white, or nearly.
    case light
    /// A square of some other colour, or of one that is not known.
    case opaque
    /// Dark lines upon nothing.
    case darkInk
    case fine

    private static let lightest = 0.6
    /// Three to one upon the darkest ground (WCAG 2.2, 1.4.11).
    private static let darkest = 0.12

    init(_ octets: [UInt8]) {
        switch PictureType.of(octets) {
        case "image/png": self = PNGPixels(octets).map(Self.init(pixels:)) ?? .fine
        case "image/jpeg": self = .opaque
        case "image/gif": self = Self.hasTransparency(gif: octets) ? .fine : .opaque
        default: self = .fine
        }
    }

    private init(pixels: PNGPixels) {
        if pixels.clearShare >= 0.5 {
            self = pixels.ink < Self.darkest ? .darkInk : .fine
        } else {
            self = pixels.edge > Self.lightest ? .light : .fine
        }
    }

    /// Of the first graphic control extension (GIF89a, 23).
    private static func hasTransparency(gif octets: [UInt8]) -> Bool {
        guard let found = octets.prefix(64 << 10).firstRange(of: [0x21, 0xF9, 0x04] as [UInt8]),
            found.upperBound < octets.count
        else { return false }
        return octets[found.upperBound] & 1 == 1
    }
}
