import Crypto
import Foundation
import MIME

/// Pictures beside a letter, sent within it (RFC 2392); those with an address stay links.
struct LetterImages {
    private(set) var entities: [Entity] = []
    private var known: [String: String] = [:]

    /// The HTML with `cid:` where it named files.
    ///
    /// - Parameter line: where the letter names a picture.
    mutating func embedded(
        _ html: String, file: String, files: inout LetterFiles, line: (String) -> Int?
    ) throws(CompositionFailure) -> String {
        let pieces = html.split(separator: " src=\"", omittingEmptySubsequences: false)
        var result = String(pieces.first ?? "")
        for piece in pieces.dropFirst() {
            let source = String(piece.prefix { $0 != "\"" })
            result += " src=\""
            // A scheme, a placeholder, or nothing: not a file.
            guard !source.isEmpty, !source.contains(":"), !source.contains("{{"), !source.hasPrefix("//") else {
                result += piece
                continue
            }
            result += "cid:" + (try contentID(of: source, file, &files, line(source))) + piece.dropFirst(source.count)
        }
        return result
    }

    private mutating func contentID(
        of source: String, _ file: String, _ files: inout LetterFiles, _ line: Int?
    ) throws(CompositionFailure) -> String {
        if let id = known[source] { return id }
        let name = source.removingPercentEncoding ?? source
        guard let octets = try files.find(name) else {
            throw CompositionFailure(
                line: line,
                "\(file): the image \(name) cannot be read; put it beside the letter, or link to it with https://")
        }
        let type = MediaType.of(name)
        guard type.hasPrefix("image/") else {
            throw CompositionFailure(
                line: line, "\(file): \(name) is no image that mail programs show; use PNG, JPEG, GIF or WebP")
        }
        let digest = SHA256.hash(data: octets).prefix(8).map { String($0, radix: 16) }.joined()
        let id = "\(digest).\(entities.count)@images.invalid"
        let last = name.split(separator: "/").last.map(String.init) ?? name
        entities.append(.file(type: type, name: last, contentID: id, octets: octets))
        known[source] = id
        return id
    }
}

/// What a file's name says of its type.
enum MediaType {
    static func of(_ name: String) -> String {
        switch name.split(separator: ".").last?.lowercased() {
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "gif": "image/gif"
        case "webp": "image/webp"
        case "svg": "image/svg+xml"
        case "pdf": "application/pdf"
        case "zip": "application/zip"
        case "ics": "text/calendar"
        case "csv": "text/csv"
        case "txt": "text/plain"
        default: "application/octet-stream"
        }
    }
}
