import FanmailBasics

/// Reads a moment out of octets, without an allocation: an import asks for each row, a filter for each person.
struct MomentScanner {
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ].map { Array($0.utf8) }
    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map {
        Array($0.utf8)
    }

    let text: UnsafeBufferPointer<UInt8>
    let order: WrittenMoment.DayOrder?
    private var index = 0
    private(set) var isDay = false
    private var (year, month, day) = (0, 0, 0)
    /// Since midnight, in milliseconds.
    private var time = 0

    init(text: UnsafeBufferPointer<UInt8>, order: WrittenMoment.DayOrder?) {
        self.text = text
        self.order = order
    }

    /// Milliseconds since 1970; nil where it is no moment.
    mutating func scan() -> Int64? {
        skipBlanks()
        if let milliseconds = number() { return milliseconds }
        skipWeekday()
        guard date(), isLawful else { return nil }
        let start = daysSince1970 * 86_400_000
        skipBlanks()
        isDay = isAtEnd
        guard !isDay else { return start }
        _ = take("T") || take("t") || take(",")
        skipBlanks()
        guard clock(), let offset = zone() else { return nil }
        return start + Int64(time) - Int64(offset) * 60_000
    }

    // MARK: Octets

    private var isAtEnd: Bool { index == text.count }
    private var next: UInt8? { index < text.count ? text[index] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() { while next == 0x20 || next == 0x09 { index += 1 } }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// So many digits at most; 0 of them is none.
    private mutating func digits(atMost limit: Int) -> (value: Int, count: Int) {
        var (value, count) = (0, 0)
        while count < limit, let byte = next, Self.isDigit(byte) {
            value = value * 10 + Int(byte - 0x30)
            index += 1
            count += 1
        }
        return (value, count)
    }

    /// Which of the words begins here, of which three letters are enough.
    private mutating func word(of words: [[UInt8]]) -> Int? {
        var end = index
        while end < text.count, Self.isLetter(text[end]) { end += 1 }
        guard end - index >= 3 else { return nil }
        let found = words.firstIndex { word in
            word.count >= end - index && zip(word, text[index..<end]).allSatisfy { $0 == $1 | 0x20 }
        }
        if found != nil { index = end }
        return found
    }

    // MARK: Digits alone

    /// Seconds or milliseconds since 1970, or all of a moment without anything between its parts.
    private mutating func number() -> Int64? {
        let start = index
        let (value, count) = digits(atMost: 18)
        switch count {
        case 9...11 where isAtEnd: return Int64(value) * 1000
        case 12...13 where isAtEnd: return Int64(value)
        case 8, 12, 14:
            let moment = compact(value, count)
            if moment == nil { index = start }
            return moment
        default:
            index = start
            return nil
        }
    }

    /// `20250301`, `20250301T100000Z`, `20250301100000Z`, `202503011000Z`.
    private mutating func compact(_ value: Int, _ count: Int) -> Int64? {
        var (date, rest) = (value, 0)
        if count == 14 { (date, rest) = value.quotientAndRemainder(dividingBy: 1_000_000) }
        if count == 12 {
            (date, rest) = value.quotientAndRemainder(dividingBy: 10_000)
            rest *= 100
        }
        (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
        guard isLawful, year >= 1800 else { return nil }
        if count == 8 {
            isDay = isAtEnd
            if isDay { return daysSince1970 * 86_400_000 }
            guard take("T") else { return nil }
            let clock = digits(atMost: 6)
            guard clock.count >= 4, clock.count.isMultiple(of: 2) else { return nil }
            rest = clock.count == 4 ? clock.value * 100 : clock.value
        }
        guard set(hour: rest / 10_000, minute: rest / 100 % 100, second: rest % 100) else { return nil }
        fraction()
        guard let offset = zone() else { return nil }
        return daysSince1970 * 86_400_000 + Int64(time) - Int64(offset) * 60_000
    }

    // MARK: The day

    private mutating func skipWeekday() {
        let start = index
        guard word(of: Self.weekdays) != nil else { return }
        _ = take(".")
        guard take(",") || next == 0x20 else {
            index = start
            return
        }
        skipBlanks()
    }

    private mutating func date() -> Bool {
        if let name = word(of: Self.months) { return monthThenDay(name + 1) }
        let first = digits(atMost: 4)
        guard first.count > 0, let separator = next else { return false }
        if separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: ".") {
            index += 1
            if let second = next, Self.isDigit(second) { return numbers(first, separator) }
        }
        return dayThenMonth(first.value)
    }

    /// Behind the first of three numbers, and what separates them.
    private mutating func numbers(_ first: (value: Int, count: Int), _ separator: UInt8) -> Bool {
        let second = digits(atMost: 2)
        guard next == separator else { return false }
        index += 1
        let third = digits(atMost: 4)
        if first.count == 4 {
            (year, month, day) = (first.value, second.value, third.value)
            return (1...2).contains(third.count)
        }
        guard first.count <= 2, third.count == 4 else { return false }
        guard let isDayFirst = isDayFirst(first.value, second.value, separator) else { return false }
        year = third.value
        (day, month) = isDayFirst ? (first.value, second.value) : (second.value, first.value)
        return true
    }

    private func isDayFirst(_ first: Int, _ second: Int, _ separator: UInt8) -> Bool? {
        if separator == UInt8(ascii: ".") || first > 12 || first == second { return true }
        if second > 12 { return false }
        return order.map { $0 == .dayFirst }
    }

    /// `March 1, 2025`.
    private mutating func monthThenDay(_ number: Int) -> Bool {
        _ = take(".")
        skipBlanks()
        let written = digits(atMost: 2)
        skipOrdinal()
        _ = take(",")
        skipBlanks()
        let years = digits(atMost: 4)
        (year, month, day) = (years.value, number, written.value)
        return written.count > 0 && years.count == 4
    }

    /// `1 March 2025`, `1-Mar-2025`, `1st of March`.
    private mutating func dayThenMonth(_ number: Int) -> Bool {
        skipOrdinal()
        skipBlanks()
        guard let name = word(of: Self.months) else { return false }
        while let byte = next, ".,-/ ".utf8.contains(byte) { index += 1 }
        let years = digits(atMost: 4)
        (year, month, day) = (years.value, name + 1, number)
        return years.count == 4
    }

    private mutating func skipOrdinal() {
        guard index + 1 < text.count, Self.isLetter(text[index]) else { return }
        let suffix = (text[index] | 0x20, text[index + 1] | 0x20)
        for known in ["st", "nd", "rd", "th"] where known.utf8.elementsEqual([suffix.0, suffix.1]) { index += 2 }
    }

    private var isLawful: Bool {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return false }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        return day <= length
    }

    private var daysSince1970: Int64 {
        // Years that begin in March, in cycles of 400 years, so that the leap day comes last.
        let marchYear = month <= 2 ? year - 1 : year
        let (cycle, yearOfCycle) = (marchYear / 400, marchYear % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int64(cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468)
    }

    // MARK: The time of day

    /// `10:00`, `10:00:00.123`, `2:30 PM`.
    private mutating func clock() -> Bool {
        var hour = digits(atMost: 2)
        guard hour.count > 0, take(":") else { return false }
        let minute = digits(atMost: 2)
        var second = (value: 0, count: 2)
        let hasSeconds = take(":")
        if hasSeconds { second = digits(atMost: 2) }
        guard minute.count == 2, second.count == 2 else { return false }
        var part = 0
        if hasSeconds { part = fractionOfSecond() }
        skipBlanks()
        if let byte = next, byte | 0x20 == 0x61 || byte | 0x20 == 0x70, index + 1 < text.count,
            text[index + 1] | 0x20 == 0x6D
        {
            guard (1...12).contains(hour.value) else { return false }
            hour.value = hour.value % 12 + (byte | 0x20 == 0x70 ? 12 : 0)
            index += 2
        }
        guard set(hour: hour.value, minute: minute.value, second: second.value) else { return false }
        time += part
        return true
    }

    private mutating func set(hour: Int, minute: Int, second: Int) -> Bool {
        guard hour < 24, minute < 60, second <= 60 else { return false }
        time = ((hour * 60 + minute) * 60 + second) * 1000
        return true
    }

    private mutating func fraction() { time += fractionOfSecond() }

    /// In milliseconds.
    private mutating func fractionOfSecond() -> Int {
        guard next == UInt8(ascii: ".") || next == UInt8(ascii: ",") else { return 0 }
        index += 1
        let (value, count) = digits(atMost: 3)
        while let byte = next, Self.isDigit(byte) { index += 1 }
        return count == 0 ? 0 : value * [100, 10, 1][count - 1]
    }

    /// How far it is ahead of UTC, in minutes; nil where that is not known.
    private mutating func zone() -> Int? {
        skipBlanks()
        if isAtEnd { return 0 }
        if take("Z") || take("z") { return atEnd(0) }
        let hasName = takeUTC()
        skipBlanks()
        guard let sign = next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            return hasName ? atEnd(0) : nil
        }
        index += 1
        let hours = digits(atMost: 2)
        _ = take(":")
        let minutes = digits(atMost: 2)
        guard hours.count == 2, minutes.count != 1, hours.value <= 14, minutes.value < 60 else { return nil }
        skipName()
        let offset = hours.value * 60 + minutes.value
        return atEnd(sign == UInt8(ascii: "-") ? -offset : offset)
    }

    private mutating func takeUTC() -> Bool {
        for name in ["UTC", "GMT"] where text.count - index >= 3 && text[index..<(index + 3)].elementsEqual(name.utf8) {
            index += 3
            return true
        }
        return false
    }

    /// What the offset is called, which is said besides: `+0000 UTC`, `+0100 (CET)`, Go's `+0530 +0530`.
    private mutating func skipName() {
        while let byte = next, Self.isLetter(byte) || Self.isDigit(byte) || " ()+-".utf8.contains(byte) { index += 1 }
    }

    private mutating func atEnd(_ offset: Int) -> Int? {
        skipBlanks()
        return isAtEnd ? offset : nil
    }
}
