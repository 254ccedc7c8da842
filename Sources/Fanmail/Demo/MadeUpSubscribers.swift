/// Subscribers who are nobody, at domains that are reserved (RFC 2606): whatever becomes of it, mail to them reaches no one.
package enum MadeUpSubscribers {
    private static let domains = [
        "example.com", "example.net", "example.org", "mail.example", "post.test", "nowhere.invalid",
    ]

    /// A CSV file with so many, each with an address and a name of their own; the same for the same count.
    package static func csv(_ count: Int) -> String {
        var text = "email,name\n"
        for number in 0..<count {
            text += "reader\(number)@\(domains[(number &* 7919) % domains.count]),Reader \(number)\n"
        }
        return text
    }
}
