import FanmailDelivery
import SMTPCore
import TestSupport
import Testing

struct EnvelopeCutterTests {
    private struct Member: Equatable {
        let id: Int64
        let address: String
        let domain: String
    }

    /// A walk as the store makes it: by domain, then by id, ids with gaps.
    private func audience(seed: UInt64, largest: Int = 400) -> [Member] {
        var random = SeededGenerator(seed: seed)
        var id: Int64 = 0
        return (0..<Int.random(in: 0...12, using: &random)).flatMap { domain in
            (0..<Int.random(in: 1...max(1, largest / 12), using: &random)).map { _ in
                id += Int64.random(in: 1...9, using: &random)
                let local = String(repeating: "x", count: Int.random(in: 1...40, using: &random))
                return Member(id: id, address: "\(local)@d\(domain).example", domain: "d\(domain).example")
            }
        }
    }

    private func cut(
        _ members: some Collection<Member>, with cutter: inout EnvelopeCutter, after previous: String = ""
    ) -> [EnvelopeCutter.Cut] {
        var domain = previous
        for member in members {
            Array(member.address.utf8).withUnsafeBufferPointer {
                cutter.append(id: member.id, address: $0, isNewDomain: member.domain != domain)
            }
            domain = member.domain
        }
        return cutter.finish()
    }

    private func members(of cut: EnvelopeCutter.Cut) -> [Member] {
        cut.recipients.ids.indices.map {
            Member(
                id: cut.recipients.ids[$0], address: cut.recipients.address(at: $0),
                domain: cut.recipients.domain(at: $0))
        }
    }

    private func domains(of cuts: [EnvelopeCutter.Cut]) -> [[[Int]]] {
        cuts.map { $0.domains.map { [$0.start, $0.ordinal] } }
    }

    private func walk(_ counts: [Int]) -> [Member] {
        var id: Int64 = 0
        return counts.enumerated().flatMap { domain, count in
            (0..<count).map { _ in
                id += 1
                return Member(id: id, address: "u\(id)@d\(domain).example", domain: "d\(domain).example")
            }
        }
    }

    @Test(
        "Envelopes are full but for the last one",
        arguments: [
            (0, 1, []), (0, 100, []), (1, 1, [1]), (3, 1, [1, 1, 1]), (1, 2, [1]), (2, 2, [2]), (3, 2, [2, 1]),
            (4, 2, [2, 2]), (99, 100, [99]), (100, 100, [100]), (101, 100, [100, 1]), (200, 100, [100, 100]),
            (250, 100, [100, 100, 50]),
        ] as [(Int, Int, [Int])])
    func sizes(recipients: Int, limit: Int, expected: [Int]) {
        var cutter = EnvelopeCutter(limit: limit)
        #expect(cut(walk([recipients]), with: &cutter).map(\.recipients.count) == expected)
    }

    @Test("A limit below one is one", arguments: [0, -1, Int.min])
    func limitBelowOne(limit: Int) {
        var cutter = EnvelopeCutter(limit: limit)
        #expect(cut(walk([2]), with: &cutter).map(\.recipients.ids) == [[1], [2]])
    }

    @Test(
        "Each domain is marked where it begins or goes on, with how many of it went before",
        arguments: [
            // Domains may share an envelope; a boundary of one need not be a boundary of the other.
            ([2, 1, 2], 100, [[[0, 0], [2, 0], [3, 0]]]),
            ([2, 1, 2], 2, [[[0, 0]], [[0, 0], [1, 0]], [[0, 1]]]),
            ([2, 2], 2, [[[0, 0]], [[0, 0]]]),
            ([3], 1, [[[0, 0]], [[0, 1]], [[0, 2]]]),
            ([1, 4], 2, [[[0, 0], [1, 0]], [[0, 1]], [[0, 3]]]),
            ([1, 1, 1], 2, [[[0, 0], [1, 0]], [[0, 0]]]),
        ] as [([Int], Int, [[[Int]]])])
    func domainRuns(counts: [Int], limit: Int, expected: [[[Int]]]) {
        var cutter = EnvelopeCutter(limit: limit)
        #expect(domains(of: cut(walk(counts), with: &cutter)) == expected)
    }

    @Test("A cutter that is finished begins anew, but goes on counting the domain")
    func finishBeginsAnew() {
        var cutter = EnvelopeCutter(limit: 2)
        let all = walk([5])
        #expect(cut(all[..<3], with: &cutter).map(\.recipients.ids) == [[1, 2], [3]])
        #expect(cutter.domainOrdinal == 3)
        #expect(cutter.finish().isEmpty)
        let rest = cut(all[3...], with: &cutter, after: "d0.example")
        #expect(rest.map(\.recipients.ids) == [[4, 5]])
        #expect(domains(of: rest) == [[[0, 3]]])
    }

    @Test("Who is cut aside has an envelope of their own, and the one that is being filled goes on")
    func aside() {
        var cutter = EnvelopeCutter(limit: 3)
        var domain = ""
        for member in walk([5, 3]) {
            Array(member.address.utf8).withUnsafeBufferPointer { address in
                if member.id % 4 == 2 {
                    cutter.appendAside(id: member.id, address: address, isNewDomain: member.domain != domain)
                } else {
                    cutter.append(id: member.id, address: address, isNewDomain: member.domain != domain)
                }
            }
            domain = member.domain
        }
        let ordinal = cutter.domainOrdinal
        let cuts = cutter.finish()
        #expect(cuts.map(\.recipients.ids) == [[2], [1, 3, 4], [6], [5, 7, 8]])
        #expect(domains(of: cuts) == [[[0, 1]], [[0, 0], [1, 2]], [[0, 0]], [[0, 4], [1, 1]]])
        #expect(ordinal == 3)
    }

    /// What the cutter has to do, said as simply as possible.
    private func reference(_ members: [Member], limit: Int) -> [(members: [Member], domains: [[Int]])] {
        stride(from: 0, to: members.count, by: limit).map { start in
            let envelope = start..<min(start + limit, members.count)
            let runs = envelope.filter { $0 == start || members[$0].domain != members[$0 - 1].domain }
            return (
                Array(members[envelope]),
                runs.map { run in [run - start, members[..<run].count { $0.domain == members[run].domain }] }
            )
        }
    }

    @Test(
        "Nobody is lost, doubled or moved, over random audiences",
        arguments: [1, 2, 3, 100], Array(UInt64(1)...25))
    func randomAudiences(limit: Int, seed: UInt64) {
        let all = audience(seed: seed)
        var cutter = EnvelopeCutter(limit: limit)
        let cuts = cut(all, with: &cutter)
        let expected = reference(all, limit: limit)
        #expect(cuts.map(members) == expected.map(\.members))
        #expect(domains(of: cuts) == expected.map(\.domains))
    }

    @Test(
        "Pages cut one by one are as one walk, when each page is a multiple of the limit",
        arguments: [1, 2, 100], Array(UInt64(1)...10))
    func pages(limit: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let all = audience(seed: seed, largest: 1200)
        var whole = EnvelopeCutter(limit: limit)
        let expected = cut(all, with: &whole)
        var cuts: [EnvelopeCutter.Cut] = []
        var ordinal = 0
        var start = 0
        while start < all.count {
            let end = min(start + limit * Int.random(in: 1...5, using: &random), all.count)
            var cutter = EnvelopeCutter(limit: limit, ordinal: ordinal)
            cuts += cut(all[start..<end], with: &cutter, after: start == 0 ? "" : all[start - 1].domain)
            ordinal = cutter.domainOrdinal
            start = end
        }
        #expect(cuts.map(members) == expected.map(members))
        #expect(domains(of: cuts) == domains(of: expected))
        #expect(ordinal == whole.domainOrdinal)
    }
}
