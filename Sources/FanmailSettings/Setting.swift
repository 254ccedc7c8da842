package import FanmailBasics

/// One setting: its value, and who says so.
package struct Setting<Value: Sendable>: Sendable {
    package let name: SettingName
    /// The key in `fanmail.toml`, as a dotted path: of a relay's own table where the setting stands there.
    package let key: String
    package let value: Value
    package let origin: SettingOrigin

    package init(_ name: SettingName, _ value: Value, origin: SettingOrigin = .default, key: String? = nil) {
        self.name = name
        self.key = key ?? name.key
        self.value = value
        self.origin = origin
    }

    /// The value is not usable: the failure names where it comes from.
    package func failure(_ reason: String) -> InputFailure { name.failure(reason, origin: origin, key: key) }

    /// The flag that sets it, or the key where no flag does.
    package var word: String { key == name.key ? name.flag ?? key : key }
}

extension Setting: Equatable where Value: Equatable {}

extension SettingName {
    func failure(_ reason: String, origin: SettingOrigin, key: String? = nil) -> InputFailure {
        let key = key ?? self.key
        return switch origin {
        case .flag: InputFailure(.usage, origin.description, reason)
        case .environment: InputFailure(.configuration, origin.description, reason)
        case .file: InputFailure(.configuration, origin.description, "`\(key)`: \(reason)")
        case .default: InputFailure(.configuration, key, reason)
        }
    }
}
