/// Whose destinations something holds for. The less particular comes first.
package enum ShapingKey: Hashable, Sendable, CustomStringConvertible {
    case everybody
    /// Whoever runs every mail host of theirs, by the name that rules of bounces have.
    case provider(String)
    /// Every mail host has a name that is this, or ends so behind a dot; in lower case.
    case mx(String)
    /// Recipients of this domain, and of none below it; in lower case, A-labels.
    case domain(String)

    package var description: String {
        switch self {
        case .everybody: "everybody"
        case .provider(let name): "provider \(name)"
        case .mx(let suffix): "MX \(suffix)"
        case .domain(let name): "domain \(name)"
        }
    }
}
