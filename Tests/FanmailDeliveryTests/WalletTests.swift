import FanmailBasics
import Testing

@testable import FanmailDelivery

struct WalletTests {
    private static let start: Int64 = 1_700_000_000_000_000
    private let slow = BudgetLimit(.list(7), MailRate(.messages, 1, per: .second))
    private let fast = BudgetLimit(.all, MailRate(.recipients, 1000, per: .second))
    private let envelope = BudgetCharge(recipients: 10, messages: 1)
    private let all = BudgetCharge(recipients: 1000, messages: 100)

    /// Grants whatever is asked for.
    private func fund(_ wallet: inout Wallet, _ budgets: inout [BudgetLimit: Budget], now: Int64) {
        let requests = wallet.requests(now: now)
        let grants = requests.map { budgets[$0.limit, default: Budget(now: now)].grant($0, now: now) }
        wallet.accept(grants, for: requests, now: now)
    }

    @Test func allBudgetsArePaidOrNone() {
        var (wallet, budgets) = (Wallet(), [BudgetLimit: Budget]())
        #expect(wallet.pay(envelope, of: all, by: [slow, fast], now: Self.start) == .short)
        fund(&wallet, &budgets, now: Self.start)
        // That of the fast one is due long before; half a second before the slow one, more is to be asked for.
        #expect(
            wallet.pay(envelope, of: all, by: [slow, fast], now: Self.start + 10_000) == .at(Self.start + 500_000))
        #expect(
            wallet.pay(envelope, of: all, by: [slow, fast], now: Self.start + 500_000) == .at(Self.start + 1_000_000))
        #expect(wallet.requests(now: Self.start + 500_000).map(\.limit).contains(slow))
        #expect(wallet.pay(envelope, of: all, by: [fast], now: Self.start + 500_000) == .paid)
        #expect(wallet.pay(envelope, of: all, by: [slow, fast], now: Self.start + 1_000_000) == .paid)
        #expect(wallet.pay(envelope, of: all, by: [slow], now: Self.start + 1_000_000) == .short)
    }

    @Test func whatIsNotChargedIsNotAskedFor() {
        var wallet = Wallet()
        let connects = BudgetLimit(.all, MailRate(.connections, 1, per: .minute))
        #expect(wallet.pay(envelope, of: all, by: [connects], now: Self.start) == .paid)
        #expect(wallet.requests(now: Self.start).isEmpty)
    }

    @Test func whatIsClosedIsNotAskedForBeforeItOpens() {
        var wallet = Wallet()
        let day = BudgetLimit(.all, MailRate(.recipients, 50, per: .day))
        _ = wallet.pay(envelope, of: all, by: [day], now: Self.start)
        let requests = wallet.requests(now: Self.start)
        wallet.accept([.nothing(until: Self.start + 5_000_000)], for: requests, now: Self.start)
        #expect(wallet.pay(envelope, of: all, by: [day], now: Self.start) == .at(Self.start + 5_000_000))
        #expect(wallet.requests(now: Self.start + 4_999_999).isEmpty)
        #expect(wallet.closed(now: Self.start)?.limit == day)
        #expect(wallet.pay(envelope, of: all, by: [day], now: Self.start + 5_000_000) == .short)
        #expect(wallet.requests(now: Self.start + 5_000_000).map(\.limit) == [day])
    }

    @Test func aClockThatIsSetDoesNotLeap() {
        var (wallet, budgets) = (Wallet(), [BudgetLimit: Budget]())
        let wall = Timestamp(milliseconds: Self.start / 1000)
        #expect(wallet.moment(elapsed: .zero, now: wall) == Self.start)
        // Milliseconds are not all there is.
        #expect(wallet.moment(elapsed: .microseconds(700), now: wall) == Self.start + 700)
        _ = wallet.pay(envelope, of: all, by: [slow], now: Self.start)
        fund(&wallet, &budgets, now: Self.start)
        let back = wallet.moment(elapsed: .milliseconds(500), now: wall + .milliseconds(500) + .seconds(-3600))
        #expect(back == Self.start + 500_000 - 3_600_000_000)
        #expect(wallet.pay(envelope, of: all, by: [slow], now: back) == .at(back + 500_000))
    }
}
