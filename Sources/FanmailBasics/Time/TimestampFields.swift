/// A moment taken apart into the UTC calendar (proleptic Gregorian), and put together again.
struct TimestampFields {
    var year: Int64
    /// 1 to 12.
    var month: Int64
    /// 1 to 31.
    var day: Int64
    var hour: Int64 = 0
    var minute: Int64 = 0
    /// 60 is the leap second: the first moment of the next minute.
    var second: Int64 = 0
    var millisecond: Int64 = 0

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    init(_ timestamp: Timestamp) {
        let (days, rest) = Self.floorDivide(timestamp.milliseconds, 86_400_000)
        // Years that begin in March, in cycles of 400 years, so that the leap day comes last.
        let (cycle, dayOfCycle) = Self.floorDivide(days + 719_468, 146_097)
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        millisecond = rest % 1000
    }

    /// Days since 1970-01-01.
    var days: Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let (cycle, yearOfCycle) = Self.floorDivide(marchYear, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
    }

    var timestamp: Timestamp {
        Timestamp(milliseconds: (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + millisecond)
    }

    /// 0 is Sunday.
    var weekday: Int { Int(Self.floorDivide(days + 4, 7).remainder) }

    static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
