/// Whose mailboxes those of a domain are, as far as its name tells: for counting what one provider does.
package enum MailProvider {
    private static let ofDomains: [Substring: String] = [
        "gmail.com": "google", "googlemail.com": "google", "aol.com": "yahoo", "ymail.com": "yahoo",
        "rocketmail.com": "yahoo", "aim.com": "yahoo", "msn.com": "microsoft", "passport.com": "microsoft",
        "icloud.com": "apple", "me.com": "apple", "mac.com": "apple", "gmx.net": "gmx", "gmx.de": "gmx",
        "gmx.at": "gmx", "gmx.ch": "gmx", "gmx.com": "gmx", "gmx.fr": "gmx", "gmx.co.uk": "gmx", "web.de": "gmx",
        "mail.com": "gmx", "mail.ru": "mail.ru", "bk.ru": "mail.ru", "inbox.ru": "mail.ru", "list.ru": "mail.ru",
        "internet.ru": "mail.ru", "yandex.ru": "yandex", "yandex.com": "yandex", "ya.ru": "yandex",
        "qq.com": "tencent", "foxmail.com": "tencent", "163.com": "netease", "126.com": "netease",
        "yeah.net": "netease", "proton.me": "proton", "protonmail.com": "proton", "protonmail.ch": "proton",
        "pm.me": "proton", "t-online.de": "t-online.de", "magenta.de": "t-online.de", "orange.fr": "orange",
        "wanadoo.fr": "orange", "free.fr": "free.fr", "libertysurf.fr": "free.fr", "fastmail.com": "fastmail",
        "fastmail.fm": "fastmail", "docomo.ne.jp": "docomo", "ezweb.ne.jp": "au", "au.com": "au",
        "softbank.ne.jp": "softbank", "i.softbank.jp": "softbank",
    ]
    /// Under whatever country: `yahoo.co.uk`.
    private static let ofNames: [Substring: String] = [
        "yahoo": "yahoo", "outlook": "microsoft", "hotmail": "microsoft", "live": "microsoft",
    ]
    /// The last labels of the hosts that take mail for others' domains.
    private static let ofHosts: [(suffix: String, provider: String)] = [
        ("google.com", "google"), ("googlemail.com", "google"), ("outlook.com", "microsoft"),
        ("prod.outlook.com", "microsoft"), ("hotmail.com", "microsoft"), ("yahoodns.net", "yahoo"),
        ("icloud.com", "apple"), ("apple.com", "apple"), ("gmx.net", "gmx"), ("web.de", "gmx"),
        ("kundenserver.de", "ionos"),
        ("ionos.com", "ionos"), ("mail.ru", "mail.ru"), ("yandex.net", "yandex"), ("yandex.ru", "yandex"),
        ("pphosted.com", "proofpoint"), ("ppe-hosted.com", "proofpoint"), ("mimecast.com", "mimecast"),
        ("messagelabs.com", "messagelabs"), ("barracudanetworks.com", "barracuda"), ("messagingengine.com", "fastmail"),
        ("protonmail.ch", "proton"), ("zoho.com", "zoho"), ("zoho.eu", "zoho"), ("ovh.net", "ovh"),
        ("secureserver.net", "godaddy"), ("qq.com", "tencent"),
    ]

    /// A short name, or the domain itself where it is nobody's who is known.
    ///
    /// - Parameters:
    ///   - domain: of the recipient, in lower case, in A-labels.
    ///   - server: that took, or would not take, the copy for that domain; a relay of one's own tells nothing.
    package static func name(ofDomain domain: String, server: String? = nil) -> String {
        if let provider = ofDomains[domain[...]] { return provider }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        if let first = labels.first, let provider = ofNames[first], isOfCountry(labels.dropFirst()) { return provider }
        if let server = server?.lowercased(), let host = ofHosts.first(where: { isWithin(server, $0.suffix) }) {
            return host.provider
        }
        return domain
    }

    private static func isWithin(_ host: String, _ suffix: String) -> Bool {
        host.hasSuffix(suffix) && (host.utf8.count == suffix.utf8.count || host.dropLast(suffix.utf8.count).last == ".")
    }

    /// `com`, `fr`, `co.uk`, `com.br`.
    private static func isOfCountry(_ labels: ArraySlice<Substring>) -> Bool {
        guard let last = labels.last else { return false }
        if labels.count == 1 { return last == "com" || last.utf8.count == 2 }
        return labels.count == 2 && ["co", "com"].contains(labels.first) && last.utf8.count == 2
    }
}
