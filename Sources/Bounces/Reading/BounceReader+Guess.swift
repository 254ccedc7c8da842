extension BounceReader {
    /// Where no text names anybody: the subject, then the message that came back.
    mutating func guessed(_ action: ReportedAction) -> [ReportedRecipient] {
        let words =
            (text ?? page).map { text in
                text.bytes[..<(text.stop < text.lines.count ? text.lines[text.stop].lowerBound : text.bytes.count)]
                    .prefix(StatusFields.longestText).trimmed.text
            } ?? ""
        func recipients(_ addresses: [String], _ source: ReportedRecipient.Source) -> [ReportedRecipient] {
            Self.unique(addresses).map {
                ReportedRecipient(
                    address: $0, source: source, action: action,
                    remark: Self.remark(words, $0, server: nil, action: action))
            }
        }
        let inSubject = ReturnedMessage.addresses(traits.subject).filter {
            !excluded.contains($0.lowercased()) && !TextRecipients.isDaemon($0)
        }
        if let first = inSubject.first {
            step("its subject names \(first)")
            return recipients([first], .guess)
        }
        if let returned {
            for name in ["x-failed-recipients", "x-rcpt-to", "x-envelope-to", "envelope-to", "x-original-to"]
                as [StaticString]
            {
                if let address = returned.first(name).flatMap({ AddressSpotter.first(in: $0) }),
                    !excluded.contains(address.lowercased())
                {
                    step("the message that came back names \(address)")
                    return recipients([address], .returned)
                }
            }
            let message = ReturnedMessage(returned)
            let to = message.to.filter { !excluded.contains($0.lowercased()) && !TextRecipients.isDaemon($0) }
            if to.count == 1 {
                step("the message that came back was to \(to[0])")
                return recipients(to, .returned)
            }
        }
        step("nobody is named")
        return []
    }
}
