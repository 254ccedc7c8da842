import FanmailBasics
import Foundation

/// Somebody else's HTML for a frame: with its own pictures within it, and without the elements that reach outside before
/// anything is clicked. What keeps it from running or loading anything is the frame and its policy; this takes away what
/// those let pass, such as a connection that is opened beforehand.
package struct ShieldedHTML: Sendable {
    /// A picture that came with the message.
    package struct Picture: Sendable {
        /// In lower case, such as `image/png`.
        package let type: String
        package let octets: [UInt8]

        package init(type: String, octets: [UInt8]) { (self.type, self.octets) = (type, octets) }

        /// Nil for what is none.
        fileprivate var address: String? {
            guard type.hasPrefix("image/"),
                type.utf8.allSatisfy({ $0.isASCIIAlphanumeric || "/.+-".utf8.contains($0) })
            else { return nil }
            return "data:\(type);base64,\(Data(octets).base64EncodedString())"
        }
    }

    package let text: String

    private static let removed: Set<String> = [
        "script", "link", "base", "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "fencedframe",
    ]
    /// Octets of pictures that are put into it; each may stand there many times.
    private static let mostOctets = 48 << 20

    /// - Parameter pictures: by their Content-ID, without angle brackets.
    package init(_ html: String, pictures: [String: Picture] = [:]) {
        let bytes = Array(html.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 64)
        var room = Self.mostOctets
        let tokens = HTMLTokenizer.tokens(bytes)
        let place = Self.placeOfBase(tokens)
        for (index, token) in tokens.enumerated() {
            if index == place { output += Self.base }
            switch token.kind {
            case .startTag, .endTag:
                guard !Self.isRemoved(token, bytes) else { continue }
                output += Self.shown(bytes[token.range], pictures, &room)
            case .rawText:
                guard !Self.removed.contains(token.name) else { continue }
                output += Self.shown(Self.plain(bytes[token.range], of: token.name), pictures, &room)
            // Where a browser reads SVG otherwise than the tokenizer, such as behind a tag that ends it, a tag within them
            // would be one.
            case .comment: continue
            case .declaration
            where !bytes[token.range].prefix(9).elementsEqual(Self.type, by: { $0 | 0x20 == $1 | 0x20 }):
                continue
            // A tag that is cut off shows nothing in a browser either.
            case .broken: continue
            default: output += bytes[token.range]
            }
        }
        if place >= tokens.count { output += Self.base }
        text = String(decoding: output, as: UTF8.self)
    }

    private static let type = Array("<!doctype".utf8)

    /// Raw text without a tag in it, whoever reads it.
    private static func plain(_ bytes: ArraySlice<UInt8>, of name: String) -> ArraySlice<UInt8> {
        guard bytes.contains(0x3C) else { return bytes }
        switch name {
        case "title", "textarea": return bytes.flatMap { $0 == 0x3C ? Array("&lt;".utf8) : [$0] }[...]
        case "style":
            // Its rules may stand within a comment of HTML, for browsers of long ago.
            var (output, rest) = ([UInt8](), bytes)
            while let byte = rest.first {
                let mark = [Array("<!--".utf8), Array("-->".utf8)].first { rest.starts(with: $0) }
                if mark == nil, byte != 0x3C { output.append(byte) }
                rest = rest.dropFirst(mark?.count ?? 1)
            }
            return output[...]
        default: return []
        }
    }

    /// What is followed opens beside the page, not within the frame.
    private static let base = Array("<base target=\"_blank\">".utf8)

    /// Behind the head's tag, or that of the whole, or the document type; never in front of it, where the browser would
    /// take the page for one without.
    private static func placeOfBase(_ tokens: [HTMLToken]) -> Int {
        let first = tokens.prefix(50)
        for name in ["head", "html"] {
            if let tag = first.firstIndex(where: { $0.kind == .startTag && $0.name == name }) { return tag + 1 }
        }
        return first.firstIndex { $0.kind == .declaration }.map { $0 + 1 } ?? 0
    }

    private static func isRemoved(_ token: HTMLToken, _ bytes: [UInt8]) -> Bool {
        if removed.contains(token.name) { return true }
        return token.name == "meta" && (token.attribute("http-equiv") != nil || token.attribute("charset") != nil)
    }

    /// With what it names by `cid:` (RFC 2392) put into it.
    private static func shown(
        _ bytes: ArraySlice<UInt8>, _ pictures: [String: Picture], _ room: inout Int
    ) -> [UInt8] {
        let mark = Array("cid:".utf8)
        guard !pictures.isEmpty, bytes.firstRange(of: mark) != nil else { return Array(bytes) }
        let ends = Array("\"'()<> \t\r\n\u{0C}".utf8)
        var output: [UInt8] = []
        var rest = bytes
        while let found = rest.firstRange(of: mark) {
            output += rest[..<found.lowerBound]
            let end = rest[found.upperBound...].firstIndex { ends.contains($0) } ?? rest.endIndex
            let name = String(decoding: CharacterReference.resolved(rest[found.upperBound..<end]), as: UTF8.self)
            let picture = pictures[name.removingPercentEncoding ?? name]
            if let picture, picture.octets.count <= room, let address = picture.address {
                room -= picture.octets.count
                output += Array(address.utf8)
            } else {
                output += rest[found.lowerBound..<end]
            }
            rest = rest[end...]
        }
        return output + rest
    }
}
