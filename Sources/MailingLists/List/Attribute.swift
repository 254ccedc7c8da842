/// A value of a subscriber's attributes: JSON whose objects have no order, so that it can be compared.
package enum Attribute: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([Attribute])
    case object([String: Attribute])

    /// The same with line ends as LF, and any other control character but tabs as a space, and names composed.
    package var mended: Attribute {
        switch self {
        case .text(let text): .text(Self.mended(text))
        case .list(let values): .list(values.map(\.mended))
        case .object(let members):
            .object(
                Dictionary(
                    members.map { (Self.mended($0.key).composed, $0.value.mended) }, uniquingKeysWith: { one, _ in one }
                ))
        case .null, .boolean, .integer, .number: self
        }
    }

    private static func mended(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        var result = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r": result += "\n"
            case "\t": result += "\t"
            case _ where scalar.properties.generalCategory == .control: result += " "
            default: result.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return result
    }

    /// As one cell or one line of text: text as it is, everything else as JSON.
    package var plain: String {
        if case .text(let text) = self { return text }
        return json
    }
}
