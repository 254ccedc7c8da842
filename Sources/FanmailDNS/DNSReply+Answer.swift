extension DNSReply {
    /// What a reply comes to for a question.
    enum Step: Equatable {
        case answer(DNSAnswer.Result, name: String, ttl: Int)
        /// The name is an alias of this one, of which the server says nothing.
        case alias(String, ttl: Int)
    }

    /// RFC 9499 knows no limit; nobody needs more than two or three.
    static let mostAliases = 8

    /// Only records of the name that was asked for, and of what it is said to be an alias of, are looked at.
    func step(_ question: DNSQuestion) -> Step {
        if let objection { return .answer(.failed(objection), name: question.name, ttl: 0) }
        var name = question.name
        var ttl = Int.max
        var met: Set = [name]
        while true {
            let own = answers.filter { $0.owner == name && $0.type == UInt16(question.type.rawValue) }
            if !own.isEmpty {
                return .answer(
                    .records(own.compactMap(\.record)), name: name, ttl: own.reduce(ttl) { min($0, $1.ttl) })
            }
            let alias = answers.first { $0.owner == name && $0.type == UInt16(DNSRecordType.alias.rawValue) }
            guard let alias, case .name(let target)? = alias.record else { break }
            guard met.count <= Self.mostAliases, met.insert(target).inserted else {
                return .answer(.failed("its aliases (CNAME) lead in a circle, or too far"), name: name, ttl: 0)
            }
            ttl = min(ttl, alias.ttl)
            name = target
        }
        // The code is that of the last name (RFC 6604, 3).
        if code == 3 { return .answer(.noSuchName, name: name, ttl: min(ttl, negativeTTL ?? 0)) }
        if name != question.name, negativeTTL == nil { return .alias(name, ttl: ttl) }
        return .answer(.noRecords, name: name, ttl: min(ttl, negativeTTL ?? 0))
    }
}
