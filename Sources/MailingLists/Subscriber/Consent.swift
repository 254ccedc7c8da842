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
        case .joined, .confirmed, .left: break
        }
    }

    package mutating func set(_ field: ConsentField, _ moment: Timestamp) {
        switch field {
        case .joined: joinedAt = moment
        case .confirmed: confirmedAt = moment
        case .left: leftAt = moment
        case .joinedFrom, .joinedHow, .confirmedFrom, .leftFrom, .leftHow: break
        }
    }

    /// A moment as systems export it, UTC where nothing else is said: `2025-03-01`, `2025-03-01 10:00:00`, RFC 3339,
    /// `01.03.2025 10:00`, or seconds or milliseconds since 1970. Days of which nobody knows whether they begin with the
    /// month are none.
    package static func moment(_ text: String, now: Timestamp = .now) -> Timestamp? {
        guard text.utf8.count <= 40, let moment = read(text) else { return nil }
        // Nobody has consented before there was mail, or tomorrow.
        return moment.milliseconds >= 0 && moment.milliseconds <= now.milliseconds + 86_400_000 ? moment : nil
    }

    private static func read(_ text: String) -> Timestamp? {
        if let number = Int64(text), text.utf8.count >= 9 {
            return Timestamp(milliseconds: text.utf8.count >= 12 ? number : number * 1000)
        }
        let parts = text.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "T" || $0 == "t" }).map(String.init)
        guard var day = parts.first else { return nil }
        let dotted = day.split(separator: ".", omittingEmptySubsequences: false)
        if dotted.count == 3, dotted[2].utf8.count == 4 {
            let padded = dotted.prefix(2).map { $0.utf8.count == 1 ? "0\($0)" : String($0) }
            day = "\(dotted[2])-\(padded[1])-\(padded[0])"
        }
        day = day.replacing("/", with: "-")
        guard parts.count == 2 else { return Timestamp(rfc3339: "\(day)T00:00:00Z") }
        var time = parts[1].replacing(" UTC", with: "Z").replacing(" GMT", with: "Z").replacing(" ", with: "")
        if let sign = time.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let offset = time[time.index(after: sign)...]
            if offset.utf8.count == 4, offset.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                time = "\(time[...sign])\(offset.prefix(2)):\(offset.suffix(2))"
            }
            if time[..<sign].utf8.count == 5 { time = "\(time[..<sign]):00\(time[sign...])" }
        } else if !time.lowercased().hasSuffix("z") {
            time += time.utf8.count == 5 ? ":00Z" : "Z"
        }
        return Timestamp(rfc3339: "\(day)T\(time)")
    }
}
