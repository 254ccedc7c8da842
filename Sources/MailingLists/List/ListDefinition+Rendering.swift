import FanmailBasics
import FanmailSettings
import SMTPCore

extension ListDefinition {
    /// The definition as a file, every setting spelled out: what it says does not change when a default does.
    package var toml: String {
        var lines = ["name = \(Self.quoted(name))", "address = \(Self.quoted(address.address))"]
        if let description { lines.append("description = \(Self.quoted(description))") }
        lines.append("owner = \(Self.quoted(owner.address))")
        lines.append("reverse-path = \(Self.quoted(reversePath.address))")
        if let language { lines.append("language = \(Self.quoted(language))") }
        lines += ["", "[policy]", "headers = \(addHeaders)", "post = \(Self.quoted(post.rawValue))"]
        if !posters.isEmpty {
            lines.append("posters = [\(posters.map { Self.quoted($0.address) }.joined(separator: ", "))]")
        }
        if let maxRecipients { lines.append("max-recipients = \(maxRecipients)") }
        if let unsubscribeURL {
            lines.append("unsubscribe-url = \(Self.quoted(unsubscribeURL))")
            lines.append("one-click = \(Self.quoted(oneClick.rawValue))")
        }
        if let archiveURL { lines.append("archive-url = \(Self.quoted(archiveURL))") }
        if let complaintAddress { lines.append("cfbl-address = \(Self.quoted(complaintAddress.address))") }
        if let footer { lines.append("footer = \(Self.quoted(footer))") }
        if let footerHTML { lines.append("footer-html = \(Self.quoted(footerHTML))") }
        lines.append("double-opt-in = \(doubleOptIn)")
        if let confirmURL { lines.append("confirm-url = \(Self.quoted(confirmURL))") }
        lines += ["welcome = \(welcome)", "goodbye = \(goodbye)"]
        if let relay { lines.append("relay = \(Self.quoted(relay))") }
        if !rates.isEmpty { lines.append("rate = \(Self.quoted(RateText.format(rates)))") }
        lines.append("verp = \(Self.quoted(verp.rawValue))")
        lines.append("dsn = \(Self.quoted(dsn.rawValue))")
        if let retryPauses {
            let pauses = retryPauses.map { Self.quoted(DurationText.format($0)) }.joined(separator: ", ")
            lines += ["", "[retry]", "pauses = [\(pauses)]"]
        }
        lines += lookLines
        lines += [""] + bounce.toml + [""]
        return lines.joined(separator: "\n")
    }

    private var lookLines: [String] {
        let texts = [
            ("from", look.from), ("accent", look.accent?.description), ("logo", look.logo),
            ("logo-dark", look.logoDark), ("font", look.font),
        ]
        let numbers = [("logo-width", look.logoWidth), ("width", look.width)]
        let lines =
            texts.compactMap { key, text in text.map { "\(key) = \(Self.quoted($0))" } }
            + numbers.compactMap { key, number in number.map { "\(key) = \($0)" } }
        return lines.isEmpty ? [] : ["", "[letter]"] + lines
    }

    /// A basic string of TOML.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                result += "\\u00" + Hex.upper(UInt8(scalar.value))
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
