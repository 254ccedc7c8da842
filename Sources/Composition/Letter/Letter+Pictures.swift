extension Letter {
    /// What upon dark ground is a white square, or is not seen at all: what, and what helps.
    var shiningPictures: [(name: String, problem: String, remedy: String)] {
        let look = files.look
        var found: [(name: String, problem: String, remedy: String)] = []
        for name in [look.logoDark ?? look.logo].compactMap(\.self) {
            guard let octets = files.contents[name] else { continue }
            let remedy = "use a PNG with a transparent ground, and logo-dark for the one upon dark ground"
            switch PictureGround(octets) {
            case .light: found.append((name, "is a white square in dark mode", remedy))
            case .opaque: found.append((name, "is a square in dark mode", remedy))
            case .darkInk: found.append((name, "is hardly seen in dark mode: it is dark upon nothing", remedy))
            case .fine: continue
            }
        }
        for (name, octets) in files.contents.sorted(by: { $0.key < $1.key }) where !look.logos.contains(name) {
            guard let size = PictureSize(octets), size.width <= Self.widestSign, size.height <= Self.widestSign,
                PictureGround(octets) == .light, !PictureType.isPhoto(octets)
            else { continue }
            found.append((name, "is a white square in dark mode", "use a PNG with a transparent ground"))
        }
        return found
    }

    /// Larger pictures are photographs or drawings, which have a ground of their own.
    private static let widestSign = 300
}
