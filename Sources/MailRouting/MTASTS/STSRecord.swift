/// That a domain has a policy, and which (RFC 8461, 3.1).
package struct STSRecord: Sendable, Equatable {
    /// Changes with the policy.
    package let id: String

    /// - Returns: nil where there is no record, or more than one, which counts as none.
    init?(_ texts: [String]) {
        let records = texts.filter { text in
            text.hasPrefix("v=STSv1")
                && text.dropFirst(7).first { $0 != " " && $0 != "\t" } == ";"
        }
        guard records.count == 1, let record = records.first else { return nil }
        for field in record.split(separator: ";").dropFirst() {
            let pair = field.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\t" } }
            guard pair.count == 2, pair[0] == "id" else { continue }
            guard (1...32).contains(pair[1].utf8.count),
                pair[1].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) })
            else { return nil }
            id = pair[1]
            return
        }
        return nil
    }
}
