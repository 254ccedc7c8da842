import FanmailMIME
import SMTPCore

/// Reads what came back: who failed, with which words, and by which sign.
///
/// What is said in fields counts before what is said in words, words of a server that is known before any others, and all
/// of them before a guess. Time and memory grow with the message as its size does, up to ``OctetLines/most`` octets.
struct BounceReader {
    let parts: MessageParts
    let traits: MessageTraits
    let returned: LooseFields?
    var steps: [String] = []
    let text: ReportText?
    let page: ReportText?

    /// Of a report within a message that somebody passed on.
    static let deepest = 2

    static func read(_ message: [UInt8]) -> BounceReading { read(normal: OctetLines.normal(message), depth: 0) }

    static func read(normal message: [UInt8], depth: Int) -> BounceReading {
        var reader = BounceReader(message)
        let reading = reader.read()
        guard reading.recipients.allSatisfy({ $0.source == .returned || $0.source == .guess }), depth < deepest,
            reader.mayHoldReport, let inner = reader.parts.returned
        else { return reading }
        let other = read(normal: inner, depth: depth + 1)
        guard other.nature == .delivery || other.nature == .complaint,
            other.recipients.contains(where: { $0.source == .field || $0.source == .header || $0.source == .form })
        else { return reading }
        return BounceReading(
            nature: other.nature, recipients: other.recipients, envelopeID: other.envelopeID, returned: other.returned,
            steps: reading.steps + ["it holds another message, which is read instead"] + other.steps)
    }

    init(_ message: [UInt8]) {
        parts = MessageParts(message)
        traits = MessageTraits(parts.header)
        text = Self.joined(parts.texts).map { ReportText($0) }
        page = Self.joined(parts.pages).map { ReportText($0) }
        if let bytes = parts.returned {
            returned = LooseFields(bytes)
        } else if let text = text ?? page, let start = text.returnedStart {
            let fields = LooseFields(text.bytes, from: start)
            returned = MessageParts.isHeader(fields) ? fields : nil
        } else {
            returned = nil
        }
    }

    static func joined(_ texts: [[UInt8]]) -> [UInt8]? {
        guard let first = texts.first else { return nil }
        return texts.dropFirst().reduce(into: first) { $0 += [0x0A] + $1 }
    }

    /// A report that was passed on whole is attached. Only what a machine passed on counts, or what went to where bounces
    /// go: people send others such a thing to ask about it.
    var mayHoldReport: Bool {
        guard parts.isReturnedWhole, !traits.isReplying, !traits.isOfPerson else { return false }
        return traits.isFromDaemon || traits.isNullPath || traits.isToBounces
    }

    // MARK: - From the surest on

    mutating func read() -> BounceReading {
        if let feedback = parts.feedback { return complaint(FeedbackFields(feedback)) }
        if let reading = fromStatus() { return reading }
        if let disposition = parts.disposition { return fromDisposition(disposition) }
        if let reading = fromOldFeedback() { return reading }
        if let reading = fromHeader() { return reading }
        if let reading = fromService() { return reading }
        return fromText()
    }

    mutating func fromStatus() -> BounceReading? {
        guard !parts.status.isEmpty else { return inlineStatus() }
        if parts.entity.subtype != "report", isLetter {
            step("a delivery report is attached to somebody's letter, which is no report")
            return nil
        }
        let told = parts.status.map { StatusFields($0) }
        let entries = told.flatMap(\.entries)
        step("it holds \(parts.status.count == 1 ? "a delivery report" : "delivery reports") (RFC 3464)")
        guard entries.contains(where: { $0.address != nil }) else {
            step("whose fields name nobody")
            return nil
        }
        return reading(of: entries, told.lazy.compactMap(\.envelopeID).first, told.lazy.compactMap(\.reporter).first)
    }

    /// A person wrote it: gateways lose what says that a message is a report, but neither who wrote it nor its subject.
    var isLetter: Bool {
        traits.isOfPerson || traits.isReplyOrForward && !traits.isFromDaemon
            || traits.hasPath && !traits.isFromDaemon && !traits.isToBounces && !traits.isReplying
                && !traits.hasFailedSubject && !parts.texts.isEmpty
    }

    /// The fields of a report in a text, as they are when a server loses what says that they are a part.
    mutating func inlineStatus() -> BounceReading? {
        guard let text, disguise() == nil, !traits.isReplying, !traits.isOfPerson,
            !traits.isListMail || traits.isFromDaemon,
            !traits.isReplyOrForward || traits.isFromDaemon,
            traits.isFromDaemon || traits.isNullPath || traits.hasFailedSubject
        else { return nil }
        let limit = text.stop < text.lines.count ? text.lines[text.stop].lowerBound : text.bytes.count
        let bytes = text.bytes[..<limit]
        guard
            bytes.holds("\nfinal-recipient:") || bytes.holds("\noriginal-recipient:")
                || bytes.begins(with: "final-recipient:"),
            bytes.holds("\naction:")
        else { return nil }
        let told = StatusFields(text.bytes, from: 0, to: limit)
        guard told.entries.contains(where: { $0.address != nil && $0.action != nil }) else { return nil }
        step("the fields of a delivery report (RFC 3464) stand in its text")
        return reading(of: told.entries, told.envelopeID, told.reporter)
    }

    mutating func reading(
        of entries: [StatusFields.Entry], _ envelopeID: String?, _ reporter: String?
    ) -> BounceReading {
        var recipients: [ReportedRecipient] = []
        var known: [String: Int] = [:]
        let lacksWords = entries.contains { ($0.diagnostic ?? "").isEmpty || $0.status?.class == 2 }
        let words = lacksWords ? wordsOfText() : [:]
        for entry in entries {
            guard let address = entry.address else { continue }
            let action = entry.action ?? Self.action(entry.status, isDelayed: isDelayed)
            // A failure that its own fields call a success: the words are right.
            let isContrary = action == .failed && entry.status?.class == 2
            var diagnostic = isContrary ? "" : entry.diagnostic ?? ""
            if diagnostic.isEmpty {
                diagnostic = words[address.lowercased()] ?? (entries.count == 1 ? words[""] : nil) ?? ""
            }
            var remark = Self.remark(diagnostic, address, server: entry.server ?? reporter, action: action)
            // A relay that knows nothing says x.0.0; the server before it may have said more.
            if let status = entry.status, !isContrary, status.subject != 0 || remark.status == nil {
                remark.status = status
            }
            let one = ReportedRecipient(
                address: address, original: entry.original, source: .field, action: action, remark: remark)
            // Two who forward to one address are two.
            let key = address.lowercased() + (entry.original.map { "\0" + $0.lowercased() } ?? "")
            if let before = known[key] {
                if action == .failed, recipients[before].action != .failed { recipients[before] = one }
            } else {
                known[key] = recipients.count
                recipients.append(one)
            }
        }
        step(
            "its fields name \(recipients.map { "\($0.address ?? "nobody") (\($0.action.rawValue))" }.joined(separator: ", "))"
        )
        return finished(.delivery, recipients, envelopeID)
    }

    static func action(_ status: EnhancedStatusCode?, isDelayed: Bool) -> ReportedAction {
        switch status?.class {
        case 2: .delivered
        case 5: .failed
        default: isDelayed ? .delayed : .failed
        }
    }

    /// What the text says of each, by address in lower case; under "" what it says at all.
    func wordsOfText() -> [String: String] {
        guard let text = text ?? page else { return [:] }
        let found = TextRecipients(text, excluded: excluded).found
        var words: [String: String] = [:]
        for one in found where !one.remark.isEmpty { words[one.address.lowercased()] = one.remark }
        if let only = found.first, found.count == 1 { words[""] = only.remark }
        if words[""] == nil {
            let limit = min(
                text.bytes.count, text.stop < text.lines.count ? text.lines[text.stop].lowerBound : text.bytes.count)
            words[""] = text.bytes[..<limit].prefix(1_000).trimmed.text
        }
        return words
    }

    // MARK: - Fields of the header

    mutating func fromHeader() -> BounceReading? {
        let names: [StaticString] = ["x-failed-recipients", "x-failed-recipient", "x-bounced-address", "x-failed-to"]
        let addresses = Self.unique(names.flatMap { parts.header.all($0) }.flatMap(ReturnedMessage.addresses))
        guard !addresses.isEmpty, !traits.isListMail || traits.isFromDaemon else { return nil }
        step("X-Failed-Recipients names \(addresses.joined(separator: ", "))")
        let words = wordsOfText()
        let action: ReportedAction = isDelayed ? .delayed : .failed
        let recipients = addresses.map { address in
            let told = words[address.lowercased()] ?? words[""] ?? ""
            return ReportedRecipient(
                address: address, source: .header, action: action,
                remark: Self.remark(told, address, server: nil, action: action))
        }
        return finished(.delivery, recipients, nil)
    }

    // MARK: - What all of them need

    /// Whoever is no recipient that failed: who gets the report, who wrote it, who sent the message that came back.
    var excluded: Set<String> {
        var addresses = traits.from
        for name in ["to", "cc", "delivered-to", "x-original-to", "reply-to", "errors-to", "sender", "return-path"]
            as [StaticString]
        {
            addresses += parts.header.all(name).prefix(5).flatMap(ReturnedMessage.addresses)
        }
        if let returned {
            for name in [
                "from", "sender", "return-path", "errors-to", "reply-to", "list-post", "list-unsubscribe", "list-help",
                "list-subscribe", "list-owner", "x-beenthere", "mailing-list",
            ] as [StaticString] {
                addresses += returned.all(name).prefix(5).flatMap(ReturnedMessage.addresses)
            }
        }
        var set = Set(addresses.map { $0.lowercased() })
        // The list behind an address for its bounces.
        for address in addresses {
            let lower = address.lowercased()
            guard let at = lower.firstIndex(of: "@") else { continue }
            for end in ["-bounces", "-admin", "-owner", "-request", "-errors"] where lower[..<at].hasSuffix(end) {
                set.insert(String(lower[..<at].dropLast(end.count) + lower[at...]))
            }
        }
        return set
    }

    /// Of those to whom this message went.
    var ownDomains: Set<String> {
        Set(
            (["to", "delivered-to", "x-original-to"] as [StaticString]).flatMap { parts.header.all($0).prefix(5) }
                .flatMap(ReturnedMessage.addresses).compactMap { FailureRemark.domain(of: $0) })
    }

    /// AOL names screen names alone.
    var bareDomain: String? {
        guard let from = traits.from.first, let at = from.firstIndex(of: "@") else { return nil }
        let domain = from[from.index(after: at)...].lowercased()
        return domain == "aol.com" ? domain : nil
    }

    mutating func step(_ sentence: String) { steps.append(String(sentence.prefix(500))) }

    func finished(
        _ nature: BounceReading.Nature, _ recipients: [ReportedRecipient], _ envelopeID: String?
    ) -> BounceReading {
        BounceReading(
            nature: nature, recipients: recipients, envelopeID: envelopeID,
            returned: returned.map { ReturnedMessage($0) },
            steps: steps)
    }

    static func unique(_ addresses: [String]) -> [String] {
        var seen: Set<String> = []
        return addresses.filter { seen.insert($0.lowercased()).inserted }
    }

    static func remark(
        _ words: String, _ address: String, server: String?, action: ReportedAction
    ) -> FailureRemark {
        let kept = String(decoding: words.utf8.prefix(StatusFields.longestText), as: UTF8.self)
        let told = RemarkText(kept)
        return FailureRemark(
            code: told.code, status: told.status, text: kept, server: server,
            domain: FailureRemark.domain(of: address), action: action)
    }
}
