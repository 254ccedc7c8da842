import Crypto
import FanmailMIME
import Foundation

/// Pictures beside a letter, sent within it (RFC 2392); those with an address stay links.
struct LetterImages {
    private(set) var entities: [Entity] = []
    /// By how the letter names them, and by what they are: each travels once.
    private var known: [String: String] = [:]
    private var ids: [SHA256.Digest: String] = [:]
    /// By what the letter calls them with `cid:`.
    private var sizes: [String: PictureSize] = [:]
    /// Named where not only pictures are, and none.
    private var others: Set<String> = []

    /// - Parameters:
    ///   - source: the address as the letter names it, without character references.
    ///   - isSurely: it is named where only pictures are.
    ///   - front: says on which line it stands.
    /// - Returns: nil for what is no picture, where that may be.
    mutating func contentID(
        of source: String, isSurely: Bool, _ file: String, _ files: inout LetterFiles, _ front: FrontMatter
    ) throws(CompositionFailure) -> String? {
        if let id = known[source] { return id }
        if !isSurely, others.contains(source) { return nil }
        guard isSurely || [source, Self.path(source)].contains(where: { MediaType.of($0).hasPrefix("image/") }) else {
            others.insert(source)
            return nil
        }
        let (name, octets) = try Self.found(source, &files)
        guard let octets else {
            try files.report(
                CompositionFailure(
                    line: front.line(of: source),
                    "\(file): the image \(name) cannot be read; put it beside the letter, or link to it with https://"))
            return nil
        }
        guard let type = PictureType.of(octets) else {
            try files.report(
                CompositionFailure(
                    line: front.line(of: source),
                    "\(file): \(name) is no image that mail programs show; use PNG, JPEG, GIF or WebP"))
            return nil
        }
        let digest = SHA256.hash(data: octets)
        if let id = ids[digest] {
            known[source] = id
            return id
        }
        // Without zeros before a digit, unlike ``Hex``: the same letter is to have the same octets as ever.
        let id = "\(digest.prefix(8).map { String($0, radix: 16) }.joined()).\(entities.count)@images.invalid"
        let last = name.split(separator: "/").last.map(String.init) ?? name
        entities.append(.file(type: type, name: last, contentID: id, octets: octets))
        known[source] = id
        ids[digest] = id
        sizes[id] = PictureSize(octets)
        return id
    }

    /// Of a picture that is within the letter already.
    func size(of source: String) -> PictureSize? { known[source].flatMap { sizes[$0] } }

    /// A file of that very name; else without what addresses have behind `?` and `#`.
    private static func found(
        _ source: String, _ files: inout LetterFiles
    ) throws(CompositionFailure) -> (name: String, octets: [UInt8]?) {
        let whole = name(source)
        if let octets = try files.find(whole) { return (whole, octets) }
        let path = path(source)
        guard path != source, !path.isEmpty else { return (whole, nil) }
        return (name(path), try files.find(name(path)))
    }

    private static func path(_ source: String) -> String {
        String(decoding: source.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }, as: UTF8.self)
    }

    /// `./a.png` and `x/../a.png` are as `a.png`.
    private static func name(_ address: String) -> String {
        let plain = address.removingPercentEncoding ?? address
        var parts: [Substring] = []
        for part in plain.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        return (plain.utf8.first == UInt8(ascii: "/") ? "/" : "") + parts.joined(separator: "/")
    }
}

/// What a picture's first octets say of its type; nil of anything else.
enum PictureType {
    static func isPhoto(_ octets: [UInt8]) -> Bool { of(octets) == "image/jpeg" }

    static func of(_ octets: [UInt8]) -> String? {
        if octets.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if octets.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if octets.starts(with: "GIF87a".utf8) || octets.starts(with: "GIF89a".utf8) { return "image/gif" }
        if octets.starts(with: "RIFF".utf8), octets.dropFirst(8).starts(with: "WEBP".utf8) { return "image/webp" }
        // An XML declaration, comments and a DOCTYPE may stand before the element.
        let start = String(decoding: octets.prefix(4096), as: UTF8.self).trimmingPrefix("\u{FEFF}").drop {
            $0.isWhitespace
        }
        return start.hasPrefix("<") && start.contains("<svg") && !start.lowercased().contains("<html")
            ? "image/svg+xml" : nil
    }
}
