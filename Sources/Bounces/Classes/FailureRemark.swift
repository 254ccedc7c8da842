public import SMTPCore

/// What a server, or a report of one, says of a copy that was not delivered. Untrusted.
public struct FailureRemark: Hashable, Sendable {
    /// The reply's code, 200 to 599; nil where none was told.
    public var code: UInt16?
    /// The enhanced status code (RFC 3463); nil where none was told.
    public var status: EnhancedStatusCode?
    /// The words, decoded, in any language; lines are parted by LF.
    public var text: String
    /// The server that spoke: an MX host, or the one that a report names; nil where that is not known.
    public var server: String?
    /// The domain of the recipient; nil where the recipient is not known.
    public var domain: String?
    /// The word of a report (RFC 3464, 2.3.3): failed, delayed, delivered, relayed, expanded; nil for a server's reply.
    public var action: ReportedAction?

    public init(
        code: UInt16? = nil, status: EnhancedStatusCode? = nil, text: String, server: String? = nil,
        domain: String? = nil, action: ReportedAction? = nil
    ) {
        self.code = code
        self.status = status
        self.text = text
        self.server = server
        self.domain = domain
        self.action = action
    }

    /// What stands behind the last @ of an address, in lower case.
    package static func domain(of address: String) -> String? {
        address.lastIndex(of: "@").map { address[address.index(after: $0)...].lowercased() }
    }
}
