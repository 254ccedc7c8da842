import FanmailBasics
import GRDB

/// Where an audience is cut into shares of so many people each.
///
/// It is read twice, and a rank has to be kept of those alone who are near a cut, so that memory is the same for a
/// thousand subscribers and for ten million.
struct ShareDraw {
    private static let buckets = 1 << 16
    private static let shift = 63 - 16

    private let audiences: [Audience]
    private let seed: Int64
    /// When it is asked who is suppressed.
    private let now: Timestamp

    /// People who would get a copy.
    private(set) var total = 0
    private var counts = [Int](repeating: 0, count: buckets)

    /// - Parameter db: the same snapshot as the one that is given to ``shares(_:_:)``.
    init(_ audiences: [Audience], seed: Int64, now: Timestamp = .now, _ db: Database) throws {
        self.audiences = audiences
        self.seed = seed
        self.now = now
        var (total, counts) = (0, counts)
        try eachRank(db) { rank in
            total += 1
            counts[Int(rank >> Self.shift)] += 1
        }
        self.total = total
        self.counts = counts
    }

    /// Shares of these sizes, one behind the other, and one of whoever is left.
    ///
    /// - Parameter sizes: each is 1 or more; their sum is no more than ``total``.
    /// - Returns: of the rest nil where nobody is left; whoever gets no copy anyway is in one of them, too.
    func shares(_ sizes: [Int], _ db: Database) throws -> (shares: [AudienceShare], rest: AudienceShare?) {
        var ends: [Int] = []
        for size in sizes { ends.append((ends.last ?? 0) + size) }
        let cuts = ends.filter { $0 < total }
        let firsts = try ranks(at: cuts, db)
        var shares: [AudienceShare] = []
        var first: Int64 = 0
        for place in firsts {
            // Two of the same rank are in one share, which happens once in many thousand lists of ten million.
            let next = max(place, first + 1)
            shares.append(AudienceShare(seed: seed, ranks: first...(next - 1)))
            first = next
        }
        let last = AudienceShare(seed: seed, ranks: first...Int64.max)
        return shares.count < sizes.count ? (shares + [last], nil) : (shares, last)
    }

    /// The ranks before which so many others come.
    private func ranks(at places: [Int], _ db: Database) throws -> [Int64] {
        var bucketOf: [Int] = []
        var before: [Int: Int] = [:]
        var (bucket, sum) = (0, 0)
        for place in places {
            while sum + counts[bucket] <= place {
                sum += counts[bucket]
                bucket += 1
            }
            bucketOf.append(bucket)
            before[bucket] = sum
        }
        var near: [Int: [Int64]] = [:]
        try eachRank(db) { rank in
            let bucket = Int(rank >> Self.shift)
            if before[bucket] != nil { near[bucket, default: []].append(rank) }
        }
        let sorted = near.mapValues { $0.sorted() }
        return zip(places, bucketOf).compactMap { place, bucket in
            sorted[bucket].map { $0[place - (before[bucket] ?? 0)] }
        }
    }

    private func eachRank(_ db: Database, _ body: (Int64) -> Void) throws {
        let hasSuppressed = try !SuppressionSQL.isEmpty(db)
        for audience in audiences {
            let ranks = try Int64.fetchCursor(
                db,
                sql: """
                    SELECT share_rank(\(seed), s.subscriber) FROM subscription s INDEXED BY audience
                    WHERE \(audience.condition)
                    \(hasSuppressed
                        ? "AND s.subscriber NOT IN (\(SuppressionSQL.subscribers(of: audience.list, now: now)))" : "")
                    """, arguments: audience.arguments)
            while let rank = try ranks.next() { body(rank) }
        }
    }
}
