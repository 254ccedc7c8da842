/// Files whose octets belong to nobody but their owner, told by how they begin.
public enum SecretContent: String, Sendable {
    case database = "a database"
    case key = "a key"

    /// So many octets at a file's beginning tell.
    public static let length = 4096

    /// - Parameter start: the first ``length`` octets; nil when there is nothing secret about them.
    public init?(start: some Collection<UInt8>) {
        let start = Array(start.prefix(Self.length))
        // The database, its write-ahead log, its rollback journal (https://www.sqlite.org/fileformat2.html).
        let beginnings: [[UInt8]] = [
            Array("SQLite format 3\0".utf8), [0x37, 0x7F, 0x06, 0x82], [0x37, 0x7F, 0x06, 0x83],
            [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7],
        ]
        if beginnings.contains(where: start.starts) {
            self = .database
        } else if Self.holdsPrivateKey(start) || Self.isTokenKey(start) {
            self = .key
        } else {
            return nil
        }
    }

    /// PEM (RFC 7468), also OpenSSH's and PGP's: `-----BEGIN … PRIVATE KEY`.
    private static func holdsPrivateKey(_ start: [UInt8]) -> Bool {
        let begin = Array("-----BEGIN ".utf8)
        let key = Array("PRIVATE KEY".utf8)
        var at = 0
        while at + begin.count <= start.count {
            guard start[at] == begin[0], start[at...].starts(with: begin) else {
                at += 1
                continue
            }
            let label = start[(at + begin.count)...].prefix { $0 != 0x0A && $0 != 0x0D }.prefix(40)
            if label.indices.contains(where: { label[$0...].starts(with: key) }) { return true }
            at += begin.count
        }
        return false
    }

    /// The first line of our own: `0 2026-11-27T08:00:00Z` and 64 hexadecimal digits.
    private static func isTokenKey(_ start: [UInt8]) -> Bool {
        let parts = start.prefix { $0 != 0x0A }.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3, (1...3).contains(parts[0].count), parts[2].count == 64 else { return false }
        return Timestamp(rfc3339: Substring(decoding: parts[1], as: UTF8.self)) != nil
            && parts[2].allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
