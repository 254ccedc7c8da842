/// What became of a question.
package struct DNSAnswer: Sendable, Equatable {
    package enum Result: Sendable, Equatable {
        /// One at least, in the server's order.
        case records([DNSRecord])
        /// There is such a name, with records of other types, or with names below it.
        case noRecords
        /// NXDOMAIN: nothing is there or below it.
        case noSuchName
        /// It is not known: a clause for a person. Another time it may be.
        case failed(String)
    }

    package let result: Result
    /// A name server that may be believed in this found all signatures right, from the root on (RFC 4035).
    package let isValidated: Bool
    /// Whose records these are: the name that was asked for, or what it is an alias of (CNAME).
    package let name: String
    /// How long it holds.
    package let ttl: Duration

    package init(_ result: Result, isValidated: Bool = false, name: String, ttl: Duration = .zero) {
        (self.result, self.isValidated, self.name, self.ttl) = (result, isValidated, name, ttl)
    }

    package var records: [DNSRecord] {
        if case .records(let records) = result { records } else { [] }
    }
}
