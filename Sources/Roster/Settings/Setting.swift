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
    package func failure(_ reason: String) -> RosterFailure { name.failure(reason, origin: origin) }
}

extension Setting: Equatable where Value: Equatable {}

extension SettingName {
    func failure(_ reason: String, origin: SettingOrigin) -> RosterFailure {
        switch origin {
        case .flag: RosterFailure(.usage, origin.description, reason)
        case .environment: RosterFailure(.configuration, origin.description, reason)
        case .file: RosterFailure(.configuration, origin.description, "`\(key)`: \(reason)")
        case .default: RosterFailure(.configuration, key, reason)
        }
    }
}
