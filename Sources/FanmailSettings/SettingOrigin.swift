/// Where a setting's value comes from.
package enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
    case flag(String)
    case environment(String)
    case file(String, line: Int)
    case `default`

    /// `--rate`, `FANMAIL_RATE`, `fanmail.toml:7`, `default`.
    package var description: String {
        switch self {
        case .flag(let name), .environment(let name): name
        case .file(let path, let line): "\(path):\(line)"
        case .default: "default"
        }
    }
}
