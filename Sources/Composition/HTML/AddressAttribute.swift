/// What the address in an attribute is for (HTML standard, the index of attributes; VML for Office's own elements).
enum AddressAttribute {
    case picture
    /// `srcset`: several, each with its size.
    case pictures
    case link
    /// What programs that show mail do not load: scripts, frames, films, style sheets.
    case resource

    static func kind(of attribute: String, on tag: HTMLToken, _ bytes: [UInt8]) -> AddressAttribute? {
        let element = tag.name
        switch attribute {
        case "src":
            switch element {
            case "img", "v:fill", "v:image", "v:imagedata": return .picture
            case "input":
                return tag.attribute("type")?.text(in: bytes).lowercased() == "image" ? .picture : nil
            default: return .resource
            }
        case "background", "poster", "lowsrc", "dynsrc": return .picture
        case "srcset", "imagesrcset": return .pictures
        case "href", "xlink:href":
            switch element {
            case "image", "feimage": return .picture
            case "link", "use", "base": return .resource
            default: return .link
            }
        case "action", "formaction", "ping": return .link
        case "data": return element == "object" ? .resource : nil
        default: return nil
        }
    }
}

/// How an address is written.
enum AddressForm {
    case absolute
    /// `page.html`, `/page.html`, `//host/page.html`: of use on a page, not in a message.
    case relative
    /// Nothing, or a place within the same page.
    case none

    init(_ text: String) {
        let bytes = Array(text.utf8).drop { $0 <= 0x20 }
        let scheme = bytes.prefix { $0.isASCIIAlphanumeric || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
        if bytes.isEmpty || bytes.first == UInt8(ascii: "#") {
            self = .none
        } else if scheme.first?.isASCIILetter == true, bytes.dropFirst(scheme.count).first == UInt8(ascii: ":") {
            self = .absolute
        } else {
            self = .relative
        }
    }
}
