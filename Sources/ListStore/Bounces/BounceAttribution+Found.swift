import Bounces

/// By what a report's subscriber is found, the surest first.
///
/// Nobody but who got the copy knows its token, so a report that has it speaks of them. ENVID is known to all of an
/// envelope: it proves the envelope, and counts for whom of it the report names. A Message-ID is known to all of a
/// mailing, and an address to anybody: what is found by them is shown, and counts for nothing.
extension BounceAttribution {
    /// ENVID has the token of an envelope, which was written to whom the report names.
    static let envelopeID = BounceAttribution("envelope-id", confidence: 90)
    /// The token of an envelope that is theirs alone, as ENVID of a report that names somebody they may forward to.
    static let forwarded = BounceAttribution("envelope-id", confidence: 75)
    /// The copy that came back has their own token, in List-Unsubscribe or Return-Path.
    static let returnedToken = BounceAttribution("returned-token", confidence: 90)

    /// The report names the address.
    ///
    /// - Parameters:
    ///   - source: where in the report.
    ///   - isOfMailing: the copy that came back tells the mailing, which was sent there.
    static func named(by source: ReportedRecipient.Source, isOfMailing: Bool) -> BounceAttribution {
        let (known, unknown) =
            switch source {
            case .field: (45, 30)
            case .header: (40, 25)
            case .form: (35, 20)
            case .returned: (30, 15)
            case .guess: (20, 10)
            }
        return BounceAttribution(source.rawValue, confidence: isOfMailing ? known : unknown)
    }
}
