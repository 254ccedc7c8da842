package import FanmailBasics
package import FanmailDelivery

/// One limit of an entry.
package enum ShapingLimit: Hashable, Sendable {
    /// Connections at once.
    case connections(Int)
    /// Messages on one connection.
    case messages(Int)
    /// Recipients in one transaction.
    case recipients(Int)
    /// How long a connection may have nothing to do.
    case idle(Duration)
    /// All of this unit; none where there is no limit.
    case rates(MailRate.Unit, [MailRate])
    /// Whether mail goes only over TLS with a certificate that is verified.
    case requiresTLS(Bool)

    package enum Kind: Hashable, Sendable, CaseIterable {
        case connections, messages, recipients, idle, messageRates, recipientRates, connectionRates, tls

        /// As it is written in a table.
        package var key: String {
            switch self {
            case .connections: "connections"
            case .messages: "messages"
            case .recipients: "recipients"
            case .idle: "idle"
            case .messageRates: "message-rate"
            case .recipientRates: "recipient-rate"
            case .connectionRates: "connection-rate"
            case .tls: "tls"
            }
        }
    }

    package var kind: Kind {
        switch self {
        case .connections: .connections
        case .messages: .messages
        case .recipients: .recipients
        case .idle: .idle
        case .rates(.messages, _): .messageRates
        case .rates(.recipients, _): .recipientRates
        case .rates(.connections, _): .connectionRates
        case .requiresTLS: .tls
        }
    }
}
