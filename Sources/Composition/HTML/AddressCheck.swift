import FanmailBasics
import Foundation
import SMTPCore

/// What there is to say of a link or a picture of a message, without asking anybody: nothing is loaded.
package struct AddressCheck: Sendable, Equatable {
    package enum Level: String, Sendable {
        case good, warning, bad
    }

    package let isPicture: Bool
    package let target: String
    /// The words of a link, or what a picture is said to show.
    package let text: String?
    package let level: Level
    /// A clause for a person.
    package let verdict: String

    /// Octets beyond which a picture keeps readers on a phone waiting.
    private static let largePicture = 512 << 10
    private static let mailSchemes: Set<String> = ["mailto", "tel", "sms", "geo", "webcal", "xmpp", "sip", "sips"]
    private static let reserved: Set<String> = ["example", "test", "invalid", "localhost", "local", "internal"]
    private static let shorteners: Set<String> = [
        "bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly", "lnkd.in",
    ]

    package init(_ address: ShownHTML.Address, images: [LetterContent.Image]) {
        (isPicture, target, text) = (address.isPicture, address.target, address.text)
        (level, verdict) =
            address.isPicture
            ? Self.judge(picture: address, images) : Self.judge(link: address.target, text: address.text)
    }

    /// Every one of a message's HTML, in order.
    package static func all(in html: String, images: [LetterContent.Image]) -> [AddressCheck] {
        ShownHTML(html).addresses.map { AddressCheck($0, images: images) }
    }

    // MARK: - Links

    private static func judge(link target: String, text: String?) -> (Level, String) {
        if target.contains("{{") { return (.good, "each reader's own") }
        let bare = target.drop { $0.isWhitespace }
        if bare.isEmpty || bare == "#" { return (.bad, "leads nowhere") }
        if bare.hasPrefix("#") { return (.warning, "a place within the letter, which many mail programs do not go to") }
        guard let colon = bare.firstIndex(of: ":"), let first = bare.first, first.isLetter, first.isASCII else {
            return (.bad, "of use on a page only: it says no scheme and host")
        }
        let scheme = bare[..<colon].lowercased()
        if scheme == "mailto" { return judge(mail: String(bare[bare.index(after: colon)...])) }
        if mailSchemes.contains(scheme) { return (.good, "opens \(scheme)") }
        guard scheme == "https" || scheme == "http" else {
            return (.bad, "no program for mail opens \(scheme.prefix(20)):")
        }
        guard let host = URL(string: String(bare))?.host()?.lowercased(), !host.isEmpty else {
            return (.bad, "names no host")
        }
        if let text, let shown = hostShown(text), shown != host, "www." + shown != host, shown != "www." + host {
            return (.bad, "says \(shown) and leads to \(host), as phishing does")
        }
        return judge(host: host, isEncrypted: scheme == "https", hasText: text?.isEmpty == false)
    }

    private static func judge(host: String, isEncrypted: Bool, hasText: Bool) -> (Level, String) {
        if let name = host.split(separator: ".").last, reserved.contains(String(name)) {
            return (.warning, "\(host) is nobody's on the internet")
        }
        if isAddress(host) { return (.warning, "an address instead of a name; filters distrust that") }
        if shorteners.contains(host) { return (.warning, "a shortened link; filters distrust that, as do readers") }
        if !hasText { return (.warning, "has no words, so that a screen reader reads out the address") }
        return isEncrypted ? (.good, host) : (.warning, "\(host), not encrypted: https is better")
    }

    /// A host whose last label is a number is an IPv4 address to a browser; one with colons is an IPv6 address.
    private static func isAddress(_ host: String) -> Bool {
        host.contains(":") || host.split(separator: ".").last?.allSatisfy { $0.isASCII && $0.isNumber } == true
    }

    private static func judge(mail text: String) -> (Level, String) {
        let address = text.prefix { $0 != "?" }
        let plain = address.removingPercentEncoding ?? String(address)
        let all = plain.split(separator: ",")
        guard !all.isEmpty, all.allSatisfy({ (try? Mailbox(parsing: String($0))) != nil }) else {
            return (.bad, "names no address")
        }
        return (.good, "a letter to \(plain)")
    }

    /// The host that the words of a link name, where they look like an address.
    private static func hostShown(_ text: String) -> String? {
        let word = text.lowercased()
        guard !word.contains(where: \.isWhitespace) else { return nil }
        let rest = word.firstRange(of: "://").map { word[$0.upperBound...] } ?? word[...]
        guard rest.count < word.count || rest.hasPrefix("www.") else { return nil }
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" }
        return host.contains(".") ? String(host) : nil
    }

    // MARK: - Pictures

    private static func judge(picture: ShownHTML.Address, _ images: [LetterContent.Image]) -> (Level, String) {
        let says = picture.text == nil ? "; nothing says what it shows" : ""
        let target = picture.target
        if target.hasPrefix("cid:") {
            guard let image = images.first(where: { target == "cid:\($0.contentID)" }) else {
                return (.bad, "is not in the message")
            }
            let size = image.octets.count
            let what =
                "travels with the letter: \(image.type), \(size >= 1024 ? "\(size >> 10) KiB" : "\(size) octets")"
            if size > largePicture { return (.warning, "\(what); a phone waits for that\(says)") }
            return (says.isEmpty ? .good : .warning, what + says)
        }
        if target.contains("{{") { return (says.isEmpty ? .good : .warning, "each reader's own\(says)") }
        if target.hasPrefix("data:") {
            return (.warning, "within the HTML, where many programs for mail drop it\(says)")
        }
        guard target.hasPrefix("https://") || target.hasPrefix("http://") else {
            return (.bad, "of use on a page only: it says no scheme and host")
        }
        return (.warning, "loaded from elsewhere, which many programs for mail do when they are asked only\(says)")
    }
}
