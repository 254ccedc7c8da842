/// Who is no recipient that failed.
extension TextRecipients {
    /// In a sentence with both, an address of the domain that gets the report is the sender's.
    mutating func dropOwn() {
        let isOwn = found.map { one in
            excluded.contains(one.address.lowercased()) || !one.isListed && isOfOwnDomain(one)
        }
        guard isOwn.contains(false) else { return }
        found = zip(found, isOwn).filter { !$0.1 }.map(\.0)
    }

    func isOfOwnDomain(_ one: Found) -> Bool {
        FailureRemark.domain(of: one.address).map(ownDomains.contains) == true
    }

    /// `http://example.org/?u=user@example.org`
    func isWithinLink(_ at: Int) -> Bool {
        var start = at
        let lowest = max(0, at - 200)
        while start > lowest, !text.bytes[start - 1].isWhite, text.bytes[start - 1] != 0x3C { start -= 1 }
        return text.bytes[start..<at].holds("://")
    }

    func isExcluded(_ address: String) -> Bool {
        excluded.contains(address.lowercased()) || Self.isDaemon(address)
    }

    static func isDaemon(_ address: String) -> Bool {
        let local = address.lowercased().prefix { $0 != "@" }
        return ["postmaster", "mailer-daemon", "mailerdaemon", "mail-daemon", "abuse", "hostmaster", "double-bounce"]
            .contains(String(local))
    }
}
