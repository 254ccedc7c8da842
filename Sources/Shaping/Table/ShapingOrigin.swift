/// Where something of a table stands.
package enum ShapingOrigin: Hashable, Sendable, CustomStringConvertible {
    /// In the table that comes with the program.
    case own
    case file(String, line: Int?)

    package var description: String {
        switch self {
        case .own: "fanmail"
        case .file(let file, let line): line.map { "\(file):\($0)" } ?? file
        }
    }
}
