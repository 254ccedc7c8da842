import FanmailBasics
import MailingLists

/// How they came and left.
extension RowDetails {
    func setState(_ word: String) {
        guard let meant = StateWord(word) else { return }
        hasLeft = true
        // What is over stays so, whatever else is said.
        guard consent.state.isLive else { return }
        switch meant {
        case .waits: if word.lowercased() == SubscriptionState.pending.rawValue { consent.state = .pending }
        case .left(let state, let how):
            consent.state = state
            if consent.leftHow == nil { consent.leftHow = how.map { Array($0.utf8) } }
        }
    }

    func setMoment(
        _ field: ConsentField, _ octets: UnsafeBufferPointer<UInt8>, isStrict: Bool,
        leftAs state: SubscriptionState = .unsubscribed
    ) {
        let moment = Consent.moment(octets, order: order, now: now)
        if let moment, field != .left { return consent.set(field, moment) }
        setMoment(field, moment, String(decoding: octets, as: UTF8.self), isStrict: isStrict, leftAs: state)
    }

    /// What is no moment may still be a word for yes or no, or for who left.
    private func setMoment(
        _ field: ConsentField, _ moment: Timestamp?, _ text: String, isStrict: Bool, leftAs state: SubscriptionState
    ) {
        if field == .left {
            guard moment != nil || !HeadingTarget.isNo(text) else { return }
            hasLeft = true
            if consent.state == .active { consent.state = state }
        } else if moment == nil {
            // A column of yes and no, or a date that was never set.
            if HeadingTarget.isYes(text) { return }
            if HeadingTarget.isNo(text) {
                if text.utf8.contains(where: { $0 | 0x20 >= 0x61 }) || text == "0" { hasLeft = true }
                return
            }
            if StateWord(text) != nil {
                setState(text)
                return
            }
            // A word that nobody knows is no yes.
            if field == .confirmed, !text.utf8.contains(where: { (0x30...0x39).contains($0) }), !isStrict {
                hasLeft = true
                note = note ?? "\(SettingSyntaxError.quoted(text)) counts as not confirmed; write yes, or when it was"
                return
            }
        }
        if let moment {
            consent.set(field, moment)
        } else if field != .left {
            let reason =
                "\(SettingSyntaxError.quoted(text)) is no moment when somebody \(field == .joined ? "joined" : field.rawValue); "
                + "write one such as 2025-03-01 or 2025-03-01T10:00:00Z"
            if isStrict { problem = problem ?? reason } else { note = note ?? "\(reason); it is left out" }
        }
    }

    func setText(_ field: ConsentField, _ text: Bytes) {
        guard text.count <= Consent.textLimit else {
            problem = problem ?? "the column \(field.rawValue) is longer than \(Consent.textLimit) octets"
            return
        }
        if SubscriberText.mendLine(text) { note = note ?? "control characters in \(field.rawValue) became spaces" }
        // Those of an import come from one place: its octets are shared.
        if field == .joinedAddress {
            joinedAddress.append(contentsOf: text)
        } else if field == .joinedFrom {
            if !source.elementsEqual(text) { source = Array(text) }
            consent.joinedFrom = source
        } else {
            consent.set(field, Array(text))
        }
    }
}
