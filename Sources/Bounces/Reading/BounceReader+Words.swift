import FanmailMIME

/// Where no field says it: whether words are of a failure, and whom they name.
extension BounceReader {
    mutating func fromText() -> BounceReading {
        if let nature = otherNature() { return finished(nature, [], nil) }
        guard let reach else {
            step("nothing says that it is of a failure")
            return finished(traits.isReplying ? .autoReply : .other, [], nil)
        }
        let action: ReportedAction = isSuccess ? .delivered : isDelayed ? .delayed : .failed
        if isDelayed { step("it is a warning: nothing failed yet") }
        if isSuccess { step("it says that a copy was delivered") }
        for text in [text, page].compactMap({ $0 }) {
            let found = TextRecipients(
                text, excluded: excluded, bareDomain: bareDomain, ownDomains: ownDomains, reach: reach
            ).found
            guard !found.isEmpty else { continue }
            if isPretence(found) {
                step("it names nobody but whom it was sent to, and nothing came back: it is none")
                return finished(.other, [], nil)
            }
            if let server = text.server { step("its words are those of \(server)") }
            let recipients = found.map { one in
                let action = one.action ?? action
                let words = TextRecipients.tellsWhy(one.remark) ? one.remark : traits.subject + "\n" + one.remark
                return ReportedRecipient(
                    address: one.address, original: one.original, source: one.source, action: action,
                    remark: Self.remark(words, one.address, server: nil, action: action))
            }
            step("its text names \(recipients.compactMap(\.address).joined(separator: ", "))")
            return finished(.delivery, recipients, nil)
        }
        guard reach == .anything else {
            step("it speaks of a failure, and names nobody in a place where reports do")
            return finished(.other, [], nil)
        }
        let recipients = guessed(action)
        if recipients.isEmpty, namesOwn {
            step("it names nobody but whom it was sent to, and nothing came back: it is none")
            return finished(.other, [], nil)
        }
        return finished(.delivery, recipients, nil)
    }

    /// It says that it is of a failure, and went where those go.
    var isAddressed: Bool { traits.isToBounces && traits.hasFailedSubject && hasOpening && !traits.isOfPerson }

    /// What is not about a failure by its own word.
    mutating func otherNature() -> BounceReading.Nature? {
        let isFailure = traits.hasFailedSubject || traits.hasDelayedSubject
        if let why = disguise() {
            step(why)
            return .other
        }
        if says({ if case .otherText = $0 { true } else { false } }) {
            step("its text is of something else")
            return .other
        }
        if says({ if case .challenge = $0 { true } else { false } }), !traits.isFromDaemon, !isFailure {
            step("a machine asks whether a person wrote")
            return .challenge
        }
        if traits.hasReplySubject, !isFailure || !traits.isFromDaemon {
            step("its subject is that of an automatic answer")
            return .autoReply
        }
        if traits.isReplying, !traits.isFromDaemon, !isFailure {
            step("its header says that a machine answers (RFC 3834)")
            return .autoReply
        }
        if says({ if case .reply = $0 { true } else { false } }), !isFailure || traits.isReplying, !traits.isFromDaemon
        {
            step("its text is that of an automatic answer")
            return .autoReply
        }
        if traits.isReplyOrForward, !traits.isFromDaemon, !hasServerOpening || quotes {
            step("it answers or passes on another message")
            return .other
        }
        if traits.hasOtherSubject, !traits.isFromDaemon, !isAddressed, !isFailure || !traits.isNullPath {
            step("its subject is of something else")
            return .other
        }
        if traits.isOfTracker, !traits.isFromDaemon {
            step("it is of a tracker of tickets")
            return .other
        }
        if traits.isListMail, !traits.isFromMailer, !isAddressed,
            !isFailure || !traits.isFromDaemon || !traits.isNullPath && !traits.isToBounces && returned == nil
        {
            step("it came over a list")
            return .other
        }
        return nil
    }

    var quotes: Bool {
        guard let text else { return false }
        return (0..<text.stop).contains { text.isQuoted($0) }
    }

    func says(_ isOne: (BouncePhrase.Meaning) -> Bool) -> Bool { (text ?? page)?.has(isOne) ?? false }

    var hasOpening: Bool { says { if case .opening = $0 { true } else { false } } }
    var hasFailure: Bool { says { if case .failure = $0 { true } else { false } } }
    var hasServerOpening: Bool {
        guard let text = text ?? page else { return false }
        return (0..<text.stop).contains { index in
            !text.isQuoted(index) && text.marks[index].contains { $0.phrase.isOpening && $0.phrase.server != nil }
        }
    }

    /// Payments and parcels are returned, too.
    var isOfMail: Bool {
        guard let text = text ?? page else { return false }
        let bytes = text.bytes[...]
        return bytes.holds("mail") || bytes.holds("message") || bytes.contains { $0 >= 0x80 }
    }

    /// `Your message to` alone may go on as it likes.
    var tellsOfFailure: Bool {
        says { if case .delay = $0 { true } else { false } } || hasFailure || hasServerDelay || saysThatAddressFailed
            || (text ?? page).map { text in
                text.marks[..<text.stop].contains { $0.contains { $0.phrase.isOpening && $0.phrase.deniesDelivery } }
            } == true
    }

    /// In words of a language, or a charset, that nothing is known of.
    var isForeign: Bool {
        guard let text = text ?? page, text.marks[..<text.stop].allSatisfy(\.isEmpty) else { return false }
        return text.bytes.prefix(4_000).count { $0 >= 0x80 || $0 == 0x1B } > 8
    }

    /// The judge knows the words, in whatever language, as those of an address that takes no mail.
    var saysThatAddressFailed: Bool {
        guard let text = text ?? page else { return false }
        let end = text.stop < text.lines.count ? text.lines[text.stop].lowerBound : text.bytes.count
        let verdict = FailureJudge.verdict(FailureRemark(text: text.bytes[..<end].prefix(2_000).text))
        return verdict.failureClass.isOfAddress || verdict.failureClass == .full
    }

    /// How far is looked for whom it names, by what speaks for a report; nil where nothing does.
    var reach: TextRecipients.Reach? {
        let isFailure = traits.hasFailedSubject || traits.hasDelayedSubject
        let isReport =
            parts.entity.subtype == "report" && parts.entity.reportType == "delivery-status"
            || !parts.status.isEmpty && !isLetter
        if isReport { return .anything }
        if traits.isFromDaemon {
            if isFailure { return .anything }
            if traits.hasOtherSubject { return hasServerOpening ? .lists : nil }
            if returned != nil || isForeign || hasServerOpening && tellsOfFailure { return .anything }
            if traits.isNullPath || traits.isFromMailer, !isOfFuture, saysThatAddressFailed { return .others }
            // Whoever looks after a mail system announces, too.
            if !traits.isFromMailer, !traits.isNullPath, !hasOpening || isOfFuture { return nil }
            return tellsOfFailure ? traits.isFromMailer ? .anything : .remarks : nil
        }
        if isAddressed { return .lists }
        if traits.isReplyOrForward || traits.isListMail || traits.isOfPerson { return nil }
        if traits.isNullPath, isFailure, hasOpening || hasFailure || returned != nil || isForeign { return .anything }
        if isFailure, traits.hasPath { return returned != nil && hasServerOpening ? .lists : nil }
        if isFailure, hasOpening && isOfMail || returned != nil && hasFailure { return .lists }
        return hasServerOpening && (traits.isNullPath || (text?.server ?? page?.server) != nil) ? .lists : nil
    }

    var isDelayed: Bool {
        let isWarning =
            traits.hasDelayedSubject
            || says { meaning in
                switch meaning {
                case .delay: true
                default: false
                }
            } || hasServerDelay
        return isWarning && !isForGood
    }

    var hasServerDelay: Bool {
        guard let text = text ?? page else { return false }
        return (0..<text.stop).contains { index in
            text.marks[index].contains { mark in
                if case .opening(.delayed) = mark.phrase.meaning { return true }
                return false
            }
        }
    }

    /// Nothing more is tried.
    var isForGood: Bool {
        guard let text = text ?? page else { return false }
        return (0..<text.stop).contains { index in
            text.marks[index].contains { mark in
                ["giving up", "given up", "permanent error", "permanent failure", "failed permanently"].contains(
                    mark.phrase.words)
                    || mark.phrase.isForGood
            }
        }
    }

    var isSuccess: Bool {
        says { if case .success = $0 { true } else { false } } && !hasFailure && !isForGood
    }
}
