package import FanmailBasics

/// One setting: its value, and who says so.
package struct Setting<Value: Sendable>: Sendable {
    package let name: SettingName
    package let value: Value
    package let origin: SettingOrigin

    package init(_ name: SettingName, _ value: Value, origin: SettingOrigin = .default) {
        self.name = name
        self.value = value
        self.origin = origin
    }

    /// The value is not usable: the failure names where it comes from.
    package func failure(_ reason: String) -> InputFailure { name.failure(reason, origin: origin) }
}

extension Setting: Equatable where Value: Equatable {}

extension SettingName {
    func failure(_ reason: String, origin: SettingOrigin) -> InputFailure {
        switch origin {
        case .flag: InputFailure(.usage, origin.description, reason)
        case .environment: InputFailure(.configuration, origin.description, reason)
        case .file: InputFailure(.configuration, origin.description, "`\(key)`: \(reason)")
        case .default: InputFailure(.configuration, key, reason)
        }
    }
}
