/// Finds what somebody probably meant to write.
package enum NearestKey {
    /// The candidate with the fewest slips of the pen, when there are few enough; of equals the one that begins the same
    /// for longest, then the first.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = Array(word.lowercased().utf8.prefix(64))
        let allowed = max(1, word.count / 3)
        return candidates.map { candidate in
            let other = Array(candidate.lowercased().utf8)
            return (candidate, distance(word, other), -zip(word, other).prefix { $0 == $1 }.count)
        }
        .filter { $0.1 <= allowed }
        .min { ($0.1, $0.2) < ($1.1, $1.2) }?.0
    }

    /// Whether one insertion, deletion, substitution or swap makes one of the other.
    package static func isOneSlip(_ word: String, from other: String) -> Bool {
        abs(word.utf8.count - other.utf8.count) <= 1 && distance(Array(word.utf8), Array(other.utf8)) == 1
    }

    /// Insertions, deletions, substitutions and swaps of neighbours.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var rows = [Array(0...right.count)]
        for (i, byte) in left.enumerated() {
            var row = [i + 1]
            for (j, other) in right.enumerated() {
                var best = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (byte == other ? 0 : 1))
                if i > 0, j > 0, byte == right[j - 1], left[i - 1] == other { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
