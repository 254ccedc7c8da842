package import FanmailBasics

/// When, how and from where somebody joined, confirmed and left, as a file tells; what is nil it does not.
package struct Consent: Sendable, Equatable {
    package var state = SubscriptionState.active
    package var joinedAt: Timestamp?
    package var joinedFrom: [UInt8]?
    package var joinedHow: [UInt8]?
    package var confirmedAt: Timestamp?
    package var confirmedFrom: [UInt8]?
    package var leftAt: Timestamp?
    package var leftFrom: [UInt8]?
    package var leftHow: [UInt8]?

    package init() {}

    /// Texts of where and how, in octets.
    package static let textLimit = 4096

    /// Whether it says more than when somebody joined.
    package var isMore: Bool {
        state != .active || joinedFrom != nil || joinedHow != nil || confirmedAt != nil || confirmedFrom != nil
    }

    /// Whether a spell that is over, or waits, is told so well that it can be kept as history.
    package var isHistory: Bool { state != .active && joinedAt != nil }

    /// Takes one text; the moment must have been read already.
    package mutating func set(_ field: ConsentField, _ text: [UInt8]) {
        switch field {
        case .joinedFrom: joinedFrom = text == joinedFrom ? joinedFrom : text
        case .joinedHow: joinedHow = text
        case .confirmedFrom: confirmedFrom = text
        case .leftFrom: leftFrom = text
        case .leftHow: leftHow = text
        case .joined, .joinedAddress, .confirmed, .left: break
        }
    }

    package mutating func set(_ field: ConsentField, _ moment: Timestamp) {
        switch field {
        case .joined: joinedAt = moment
        case .confirmed: confirmedAt = moment
        case .left: leftAt = moment
        case .joinedFrom, .joinedHow, .joinedAddress, .confirmedFrom, .leftFrom, .leftHow: break
        }
    }

    /// A moment as systems export it (see ``WrittenMoment``): nobody has consented before there was mail, or tomorrow.
    package static func moment(
        _ text: UnsafeBufferPointer<UInt8>, order: WrittenMoment.DayOrder? = nil, now: Timestamp
    ) -> Timestamp? {
        guard let moment = WrittenMoment(text, order: order)?.timestamp, moment.milliseconds >= 0,
            moment.milliseconds <= now.milliseconds + 86_400_000
        else { return nil }
        return moment
    }

    package static func moment(
        _ text: String, order: WrittenMoment.DayOrder? = nil, now: Timestamp = .now
    ) -> Timestamp? {
        var text = text
        return text.withUTF8 { moment($0, order: order, now: now) }
    }
}
