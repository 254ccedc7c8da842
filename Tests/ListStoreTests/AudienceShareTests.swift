import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// Who is in which share follows from the seed and the subscriber's id, today and in any later version.
struct AudienceShareTests {
    @Test("SipHash-2-4 is that of its authors' vector")
    func vector() {
        let hash = SipHash(key: 0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908).hash(0x0706_0504_0302_0100)
        #expect(hash == 0x93F5_F579_9A93_2462)
    }

    @Test(
        "A rank is what it was when mailings began that are under way",
        arguments: [
            (1, 42, 4_453_635_677_548_927_563), (2, 42, 3_909_211_262_607_484_869),
            (3, 42, 8_032_522_740_457_795_659), (1_000_000, 42, 1_612_088_124_668_192_001),
            (1, -1, 6_412_666_507_055_655_939),
        ] as [(Int64, Int64, Int64)])
    func stable(subscriber: Int64, seed: Int64, rank: Int64) throws {
        #expect(AudienceShare.rank(of: subscriber, seed: seed) == rank)
        let scratch = try Scratch()
        let store = try scratch.open()
        #expect(try store.numbers("SELECT share_rank(?, ?)", [seed, subscriber]) == [rank])
        let share = AudienceShare(seed: seed, ranks: rank...rank)
        #expect(share.has(subscriber) && !share.has(subscriber + 1))
        #expect(try store.numbers("SELECT \(share.condition("\(subscriber)"))") == [1])
    }

    @Test(
        "Ids that follow each other are spread evenly, and one seed says nothing of another",
        arguments: 1...8 as ClosedRange<Int64>)
    func even(seed: Int64) {
        let (people, parts) = (100_000, 100)
        var counts = [Int](repeating: 0, count: parts)
        var both = 0
        for subscriber in 1...Int64(people) {
            let rank = AudienceShare.rank(of: subscriber, seed: seed)
            counts[Int(rank / (Int64.max / Int64(parts) + 1))] += 1
            if rank < Int64.max / 10, AudienceShare.rank(of: subscriber, seed: seed + 1) < Int64.max / 10 { both += 1 }
        }
        let expected = Double(people / parts)
        let chiSquare = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        // 99 degrees of freedom: one draw of a million is beyond 178, and one below 45.
        #expect((45...178).contains(chiSquare))
        // A hundredth is in the first tenth of both: 1000, with a deviation of 31.
        #expect((840...1160).contains(both))
    }

    @Test(
        "Shares have the sizes that were asked for, each of the audience is in one, and none is empty",
        arguments: [
            ([1], 1000), ([100, 100], 800), ([500, 500], 0), ([999, 1], 0), ([1, 1, 1, 1], 996), ([1000], 0),
            ([7], 993),
        ])
    func sizes(sizes: [Int], rest: Int) throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe((1...1001).map { "u\($0)@d\($0 % 7).example" }, to: list)
        // Who gets no copy anyway does not count.
        try store.execute(
            "INSERT INTO suppression (address_key, reason, created_at) VALUES ('u5@d5.example', 'asked', 1)")
        let total = 1000
        let (draw, shares, others) = try store.read { db in
            let draw = try ShareDraw(
                [Audience(list: list.id, marks: try AudienceMarks(db), earlierLists: [])], seed: 7, db)
            let (shares, others) = try draw.shares(sizes, db)
            return (draw, shares, others)
        }
        #expect(draw.total == total)
        let all = shares + [others].compactMap(\.self)
        #expect(all.first?.ranks.lowerBound == 0 && all.last?.ranks.upperBound == Int64.max)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.ranks.upperBound + 1 == $1.ranks.lowerBound })
        let ids = Set(Int64(1)...1001).subtracting(
            try store.numbers("SELECT id FROM subscriber WHERE address = 'u5@d5.example'"))
        #expect(shares.map { share in ids.count { share.has($0) } } == sizes)
        #expect(ids.count { others?.has($0) ?? false } == total - sizes.reduce(0, +))
        #expect((others == nil) == (sizes.reduce(0, +) == total))
    }

    @Test(
        "Percents are rounded as a sum",
        arguments: [
            ([.hundredths(1000), .hundredths(1000)], 1000, [100, 100]),
            ([.hundredths(5000), .hundredths(5000)], 5, [3, 2]),
            ([.hundredths(3333), .hundredths(3333), .hundredths(3334)], 10, [3, 4, 3]),
            ([.people(3), .hundredths(1000)], 20, [3, 2]), ([.hundredths(10_000)], 3, [3]),
            ([.hundredths(1)], 5000, [1]),
        ] as [([ExperimentSplit.Size], Int, [Int])])
    func rounding(sizes: [ExperimentSplit.Size], total: Int, counts: [Int]) throws {
        #expect(try ExperimentSplit(sizes).counts(of: total) == counts)
    }

    @Test(
        "A share of nobody, and more than there are, are refused",
        arguments: [
            ([.hundredths(1000), .hundredths(1000)], 4, "letter A would go to nobody"),
            ([.people(5), .hundredths(1)], 100, "letter B would go to nobody"), ([.people(1)], 0, "the shares are 1 "),
            ([.people(3), .people(3)], 5, "the shares are 6 recipients together, and there are 5"),
            ([.people(3), .hundredths(10_000)], 5, "the shares are 8 "),
        ] as [([ExperimentSplit.Size], Int, String)])
    func impossible(sizes: [ExperimentSplit.Size], total: Int, words: String) throws {
        let failure = try #require(throws: StoreFailure.self) { try ExperimentSplit(sizes).counts(of: total) }
        #expect(failure.kind == .conflict && failure.message.contains(words), "\(failure)")
    }
}
