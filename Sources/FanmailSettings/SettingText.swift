import FanmailBasics
import SMTPCore

/// Reads the settings that are neither a plain number nor a rate.
enum SettingText {
    /// Only what no URL can do without; what the schemes mean is known where connections are made.
    ///
    /// - Parameter names: of relays that the file names, which may stand in the URL's place.
    static func relay(_ text: String, names: [String] = []) throws(SettingSyntaxError) -> String {
        if names.contains(text) { return text }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        guard isPlain, let scheme = text.firstRange(of: "://"), scheme.lowerBound > text.startIndex else {
            if let name = NearestKey.nearest(to: text, among: names) {
                throw SettingSyntaxError(
                    "\(SettingSyntaxError.quoted(text)) is neither a relay URL nor the name of a relay; did you mean \(name)?"
                )
            }
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(text)) is not a relay URL; write \(meant(text))")
        }
        return text
    }

    /// What a server's name or address alone was to be.
    private static func meant(_ text: String) -> String {
        let isServer = text.wholeMatch(of: /[A-Za-z0-9.\-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?/) != nil
        return isServer ? "smtp://\(text)" : "one such as smtp://127.0.0.1:25"
    }

    /// Durations between commas, or `none`.
    static func pauses(_ text: String) throws(SettingSyntaxError) -> [Duration] {
        if text == "none" { return [] }
        var pauses: [Duration] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard pauses.count < 50 else { throw SettingSyntaxError("there are more than 50 pauses; write fewer") }
            pauses.append(try DurationText.parse(trimmed(part)))
        }
        return pauses
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// What EHLO may say.
    static func hostname(_ text: String) throws(SettingSyntaxError) -> String {
        guard let name = MachineName.checked(text) else {
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(text)) is not a host name; write one such as mail.example.org")
        }
        return name
    }

    /// `0.1` or `10%`.
    static func share(_ text: String) throws(SettingSyntaxError) -> Double {
        let isPercent = text.utf8.last == UInt8(ascii: "%")
        let digits = isPercent ? trimmed(text.dropLast()) : text[...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
            let number = Double(digits), number <= (isPercent ? 100 : 1)
        else {
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(text)) is not a share; write a fraction from 0 to 1, such as 0.10")
        }
        return isPercent ? number / 100 : number
    }
}
