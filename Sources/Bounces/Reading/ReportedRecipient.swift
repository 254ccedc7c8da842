/// One whom a report names.
public struct ReportedRecipient: Hashable, Sendable {
    /// How somebody was found, the surest first.
    public enum Source: String, Hashable, CaseIterable, Sendable {
        /// Final-Recipient or Original-Recipient of the machine's part.
        case field
        /// X-Failed-Recipients, and its kin in a header.
        case header
        /// The words of a server that is known to write so.
        case form
        /// The header of the message that came back.
        case returned
        /// Words that look like it.
        case guess
    }

    /// The address that failed, as the report writes it, without what it is wrapped in; nil where none is told.
    public let address: String?
    /// The address that was written to (Original-Recipient, ORCPT; xtext is decoded); nil where none is told.
    public let original: String?
    public let source: Source
    public let action: ReportedAction
    public let remark: FailureRemark

    public init(
        address: String?, original: String? = nil, source: Source, action: ReportedAction, remark: FailureRemark
    ) {
        self.address = address
        self.original = original
        self.source = source
        self.action = action
        self.remark = remark
    }
}
