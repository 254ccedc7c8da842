import FanmailBasics

/// The settings that connections have, in `[delivery]` as in a relay's own table.
extension ConfigurationSources {
    func hostname(default value: String?) throws(InputFailure) -> Setting<String?> {
        try setting(.hostname, default: value) { text throws(SettingSyntaxError) in try SettingText.hostname(text) }
    }

    func timeout(default value: TimeoutText) throws(InputFailure) -> Setting<TimeoutText> {
        try setting(.timeout, default: value) { text throws(SettingSyntaxError) in try TimeoutText(text) }
    }

    func rate() throws(InputFailure) -> Setting<[MailRate]> {
        try setting(.rate, default: []) { text throws(SettingSyntaxError) in try RateText.list(text) }
    }

    func sourceAddress(default value: String?) throws(InputFailure) -> Setting<String?> {
        try setting(.sourceAddress, default: value) { text throws(SettingSyntaxError) in
            let isAddress = text.utf8.allSatisfy {
                (0x30...0x3A).contains($0) || $0 == 0x2E || (0x61...0x66).contains($0 | 0x20)
            }
            guard isAddress, text.contains(".") || text.contains(":") else {
                throw SettingSyntaxError("\(SettingSyntaxError.quoted(text)) is no IP address of this machine")
            }
            return text
        }
    }
}
