import FanmailBasics
import FanmailDelivery
import GRDB
import Testing

@testable import ListStore

struct BudgetStoreTests {
    private static let start: Int64 = 1_700_000_000_000_000
    private let even = BudgetLimit(.relay("a"), MailRate(.recipients, 7, per: .second))
    private let day = BudgetLimit(.all, MailRate(.messages, 100, per: .day))

    private func budget(of store: Store, _ limit: BudgetLimit) throws -> BudgetRecord {
        try #require(try store.budgets(now: Timestamp(milliseconds: Self.start / 1000)).first { $0.limit == limit })
    }

    @Test func whatIsGrantedOutlivesTheProcess() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let first = try store.grant([BudgetRequest(even, least: 1, most: 5)], now: Self.start)
        let second = try scratch.open(create: false)
            .grant([BudgetRequest(even, least: 1, most: 5)], now: Self.start)
        let start = PaidTime(microseconds: Self.start)
        #expect(first == [.interval(from: start, count: 5)])
        #expect(second == [.interval(from: start.adding(5, at: even.rate), count: 5)])
    }

    @Test func theSameScopeHasABudgetForEachUnitAndPeriod() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let limits = MailRate.Unit.allCases.flatMap { unit in
            MailRate.Period.allCases.map { BudgetLimit(.all, MailRate(unit, 10, per: $0)) }
        }
        let grants = try store.grant(limits.map { BudgetRequest($0, least: 1, most: 1) }, now: Self.start)
        #expect(grants.allSatisfy { if case .nothing = $0 { false } else { true } })
        #expect(try store.budgets().count == limits.count)
    }

    @Test func aDayIsRemembered() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        #expect(
            try store.grant([BudgetRequest(day, least: 1, most: 60)], now: Self.start) == [.quota(count: 60)])
        let later = Self.start + 3_600_000_000
        let again = try scratch.open(create: false)
        #expect(try again.grant([BudgetRequest(day, least: 1, most: 60)], now: later) == [.quota(count: 40)])
        let end = Self.start + DayQuota.day + DayQuota.slice
        #expect(try again.grant([BudgetRequest(day, least: 1, most: 1)], now: later) == [.nothing(until: end)])
        let record = try #require(try again.budgets(now: Timestamp(milliseconds: later / 1000)).first)
        #expect(record.used == 100 && record.left == 0 && record.more == Timestamp(milliseconds: end / 1000))
        #expect(try again.grant([BudgetRequest(day, least: 1, most: 99)], now: end) == [.quota(count: 60)])
        #expect(try again.read { try Int64.fetchAll($0, sql: "SELECT from_at FROM budget_use") } == [later, end])
    }

    @Test func aClockThatIsSetBackIsSeenByWhoeverAsksNext() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        _ = try store.grant([BudgetRequest(day, least: 1, most: 100)], now: Self.start)
        let back = Self.start - 86_400_000_000
        let end = back + DayQuota.day + DayQuota.slice
        #expect(try store.grant([BudgetRequest(day, least: 1, most: 1)], now: back) == [.nothing(until: end)])
        #expect(try store.grant([BudgetRequest(day, least: 1, most: 9)], now: end) == [.quota(count: 9)])
    }

    @Test func theUnusedIsGivenBack() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let start = PaidTime(microseconds: Self.start)
        _ = try store.grant(
            [BudgetRequest(even, least: 1, most: 5), BudgetRequest(day, least: 1, most: 60)], now: Self.start)
        try store.giveBack([
            (even, .interval(from: start.adding(2, at: even.rate), count: 3)), (day, .quota(count: 20)),
        ])
        let next = try store.grant(
            [BudgetRequest(even, least: 1, most: 1), BudgetRequest(day, least: 1, most: 100)], now: Self.start)
        #expect(next == [.interval(from: start.adding(2, at: even.rate), count: 1), .quota(count: 60)])
    }
}
