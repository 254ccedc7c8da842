/// The receivers that demand one-click unsubscribe (RFC 8058) of bulk senders.
package enum LargeReceivers {
    private static let domains: Set<String> = [
        "gmail.com", "googlemail.com", "aol.com", "ymail.com", "rocketmail.com", "msn.com", "icloud.com", "me.com",
        "mac.com",
    ]
    /// Under whatever country: `yahoo.co.uk`.
    private static let names: Set<Substring> = ["yahoo", "outlook", "hotmail", "live"]

    /// - Parameter domain: in lower case, in A-labels.
    package static func contains(_ domain: String) -> Bool {
        if domains.contains(domain) { return true }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count == 2 || labels.count == 3, names.contains(labels[0]) else { return false }
        func isCountry(_ label: Substring) -> Bool { label.utf8.count == 2 }
        if labels.count == 2 { return labels[1] == "com" || isCountry(labels[1]) }
        return ["co", "com"].contains(labels[1]) && isCountry(labels[2])
    }
}
