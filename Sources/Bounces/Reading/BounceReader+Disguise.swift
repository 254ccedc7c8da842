import FanmailMIME

/// What looks like a report, and is none: worms, logs, and letters that quote one.
extension BounceReader {
    /// - Returns: why it is no report; nil where nothing says so.
    func disguise() -> String? {
        if traits.isLog { return "it is a log, which reports no failure to a sender" }
        guard parts.status.isEmpty, returned == nil else { return nil }
        if parts.holdsProgram { return "a programme is attached and nothing came back: it looks like a worm" }
        guard !traits.isFromDaemon, !traits.isNullPath, let text = text ?? page else { return nil }
        if Self.traces.contains(where: { text.bytes[...].holds($0) }) { return "it is of a programme that failed" }
        if text.quotingBlock.map({ !text.hasOpening(before: $0) }) == true { return "somebody quotes another message" }
        return nil
    }

    /// Of programmes in Python and Java, and of trackers.
    private static let traces: [StaticString] = [
        "traceback (most recent call last)", "smtprecipientsrefused", "(550, b'", "sendfailedexception", "{code",
        "{noformat",
    ]

    /// A forger knows nobody but whom he writes to.
    func isPretence(_ found: [TextRecipients.Found]) -> Bool {
        guard returned == nil, parts.status.isEmpty, !traits.isNullPath else { return false }
        let own = ownAddresses
        if found.allSatisfy({ own.contains($0.address.lowercased()) }) { return true }
        let isOfOwn = found.allSatisfy { FailureRemark.domain(of: $0.address).map(ownDomains.contains) == true }
        return isOfOwn && parts.holdsLink
    }

    /// The same, where it is all that the text names.
    var namesOwn: Bool {
        guard returned == nil, parts.status.isEmpty, !traits.isNullPath, let text = text ?? page else { return false }
        let own = ownAddresses
        return AddressSpotter.spots(in: text.bytes, 0..<text.bytes.count).contains {
            own.contains($0.address.lowercased())
        }
    }

    /// X-Original-To is none of them: some write there who failed.
    private var ownAddresses: Set<String> {
        Set(
            (["to", "delivered-to"] as [StaticString]).flatMap { parts.header.all($0).prefix(5) }
                .flatMap(ReturnedMessage.addresses).map { $0.lowercased() })
    }

    /// What may come to pass is no report.
    var isOfFuture: Bool {
        guard let text = text ?? page else { return false }
        let phrases: [StaticString] = [
            "may be returned", "might be returned", "may be rejected", "may bounce", "maintenance", "downtime",
            "mohou b\u{FD}t", "wartungsarbeiten", "kann es vorkommen", "scheduled outage",
        ]
        return phrases.contains { text.bytes[...].holds($0) }
    }
}

extension ReportText {
    /// Where the header of a quoted message begins, as mail programmes write it above what they quote: who, when, to
    /// whom, about what.
    var quotingBlock: Int? {
        for index in lines.indices {
            guard Self.label(bytes[lines[index]]).map(Self.froms.contains) == true else { continue }
            var (hasTime, hasSubject) = (false, false)
            for next in lines.indices[(index + 1)...].prefix(12) {
                guard let label = Self.label(bytes[lines[next]]) else { continue }
                if Self.times.contains(label) { hasTime = true }
                if Self.subjects.contains(label) { hasSubject = true }
            }
            if hasTime, hasSubject { return index }
        }
        return nil
    }

    func hasOpening(before index: Int) -> Bool {
        marks[..<index].contains { $0.contains { $0.phrase.isOpening } }
    }

    /// What stands before the colon, in lower case.
    private static func label(_ line: ArraySlice<UInt8>) -> String? {
        let line = line.drop { $0.isWhite || $0 == 0x2A || $0 == 0x3E }
        guard let colon = line.prefix(24).firstIndex(of: 0x3A), colon > line.startIndex else { return nil }
        return line[..<colon].filter { $0 != 0x2A }[...].trimmed.text.lowercased()
    }

    private static let froms: Set<String> = [
        "from", "von", "de", "da", "van", "od", "fra", "fr\u{E5}n", "l\u{E4}hett\u{E4}j\u{E4}", "от", "від", "发件人",
        "寄件者", "差出人", "보낸 사람", "kimden", "felad\u{F3}",
    ]
    private static let times: Set<String> = [
        "sent", "gesendet", "envoy\u{E9}", "envoy\u{E9} le", "inviato", "enviado", "enviado el", "enviada em",
        "enviado em",
        "verzonden", "wys\u{142}ano", "skickat", "sendt", "l\u{E4}hetetty", "отправлено", "odesl\u{E1}no", "надіслано",
        "发送时间", "寄件日期", "送信日時", "보낸 날짜", "g\u{F6}nderildi", "k\u{FC}ldve", "inviata", "data invio",
    ]
    private static let subjects: Set<String> = [
        "subject", "betreff", "objet", "oggetto", "asunto", "assunto", "onderwerp", "temat", "\u{E4}mne", "emne",
        "aihe",
        "тема", "p\u{159}edm\u{11B}t", "主题", "主旨", "件名", "제목", "konu", "t\u{E1}rgy",
    ]
}
