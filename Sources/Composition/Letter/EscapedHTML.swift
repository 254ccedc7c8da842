/// HTML in which values are escaped scalar by scalar: taken as characters, a quotation mark with a combining accent
/// would be another character, pass, and end the attribute that it stands in.
enum EscapedHTML {
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x22, 0x26, 0x27, 0x3C, 0x3E].contains($0) }) else { return text }
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output.append(contentsOf: "&amp;".unicodeScalars)
            case "<": output.append(contentsOf: "&lt;".unicodeScalars)
            case ">": output.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": output.append(contentsOf: "&quot;".unicodeScalars)
            case "'": output.append(contentsOf: "&#39;".unicodeScalars)
            default: output.append(scalar)
            }
        }
        return String(output)
    }
}

extension String {
    /// For text and for attributes with quotation marks of a page.
    package var escapedForHTML: String {
        replacingOctets("&", with: "&amp;").replacingOctets("<", with: "&lt;").replacingOctets("\"", with: "&quot;")
    }
}
