package import SMTPCore

/// Where envelopes go: the port through which a run reaches its destinations.
package protocol EnvelopeTransport: Sendable {
    /// How the subscribers of a list are reached whose addresses have this domain (in lower case, A-labels). Called once a
    /// domain on the hot path; always the same.
    func route(of domain: String, list: Int64) -> DeliveryRoute

    /// Where that leads at this moment; DNS is asked.
    func end(of route: DeliveryRoute) async -> RouteEnd

    /// What a reply of a destination's leads to, where that is laid down.
    func reaction(to reply: Reply, of destination: Destination) -> Reaction?

    /// Opens one connection that is ready for its first mail transaction.
    func connect(to destination: Destination) async throws(SMTPFailure) -> any EnvelopeConnection
}

/// One relay takes everything.
extension EnvelopeTransport {
    package func route(of domain: String, list: Int64) -> DeliveryRoute { .only }

    package func end(of route: DeliveryRoute) async -> RouteEnd { .destinations([(.only, 1)]) }

    package func reaction(to reply: Reply, of destination: Destination) -> Reaction? { nil }
}

/// One connection to a relay.
package protocol EnvelopeConnection: Sendable {
    /// The relay as it is shown and recorded: host, port.
    var relay: String { get }
    /// How the connection is protected, for people: `TLSv1.3, certificate verified`.
    var security: String { get }
    /// How many envelopes may be handed over at once: 2 where the next one is pipelined behind the current one, else 1.
    var lanes: Int { get }
    /// The most recipients the server announced to take in one transaction (RFC 9422, RCPTMAX).
    var recipientLimit: Int? { get }

    /// Offers one envelope. The content leaves only after the gate has opened.
    /// Returns when the transaction's fate is known; never throws: a failure is part of the report.
    func deliver(_ envelope: CutEnvelope, gate: ContentGate) async -> TransactionResult

    /// Finishes open transactions, says QUIT, closes.
    func close() async
}

extension EnvelopeConnection {
    package var security: String { "not encrypted" }
}
