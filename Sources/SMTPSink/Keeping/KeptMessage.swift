public import FanmailBasics

/// A message that was taken, whole.
public struct KeptMessage: Sendable {
    public let at: Timestamp
    public let connection: Int
    public let transaction: Int
    public let reversePath: String
    public let forwardPaths: [String]
    public let body: KeptContent
    /// The parameters of MAIL, as they were written (RFC 5321, 4.1.1.11).
    public internal(set) var mailParameters: [String] = []
    /// The same of RCPT, for each of ``forwardPaths``.
    public internal(set) var recipientParameters: [[String]] = []
    /// Who brought it.
    public internal(set) var session = SessionFacts()
    /// As of the ``SinkMessage`` that is made of it.
    var heldOctets: Int {
        let parameters = recipientParameters.prefix(forwardPaths.count)
        let header = SinkMessage.decodedTimes * SinkMessage.headerOctets(body.beginning)
        return body.octetCount + header + SinkMessage.octets(of: session) + SinkMessage.octets(of: reversePath)
            + SinkMessage.octets(of: mailParameters) + SinkMessage.octets(of: forwardPaths)
            + parameters.reduce(0) { $0 + SinkMessage.octets(of: $1) }
    }

    /// All of it at once.
    public var content: [UInt8] { body.bytes }
    /// Its header, decoded; of one that is longer than is held in memory its beginning.
    public var header: MessageHeader { MessageHeader(body.beginning) }
}
