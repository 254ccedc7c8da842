public import SMTPCore

/// What a remark means.
///
/// Hard is what ends a subscription, sooner or later, so it says one thing alone: **this address is dead**. That is so
/// where the class is address-unknown, domain-unknown or disabled, and where it is said for good: by a code of 5xx and
/// a status of 5.x.x, or in words with neither. Everything else is soft:
///
/// - 4xx and 4.x.x, also in a report whose action is `failed`: that a server has given up says how patient it was.
/// - A full mailbox, also as 5.2.2: it is somebody's, and may be emptied.
/// - Rate, reputation, authentication, policy and content are the sender's matters, or others': a list whose signature
///   was broken would else throw off the readers of the strictest servers.
/// - System, connection, loop and expired are matters of servers.
/// - Too large is of one message.
/// - What no rule knows is soft too: a mistake that way costs a copy, the other way a reader.
///
/// Of a code and the words that contradict each other, the more exact counts: `550 5.7.1 no such user` is an unknown
/// address, `550 5.1.1 blocked, listed at …` is reputation, `550 5.1.1 rejected` an unknown address.
public struct FailureVerdict: Hashable, Sendable {
    public let failureClass: FailureClass
    /// For good, as far as this address goes; else it may be better later, or with another message.
    public let isHard: Bool
    /// As told, or as the words mean where none was told that says something; nil where nothing can be said.
    public let status: EnhancedStatusCode?
    /// What decided, by the name of its rule: for explaining.
    public let rule: String

    public init(failureClass: FailureClass, isHard: Bool, status: EnhancedStatusCode?, rule: String) {
        self.failureClass = failureClass
        self.isHard = isHard
        self.status = status
        self.rule = rule
    }

    /// The address itself is dead, so that it may end a subscription.
    public var concernsAddress: Bool { isHard && failureClass.isOfAddress }
}

extension FailureClass {
    /// It says that the address takes no mail at all, where it is for good.
    package var isOfAddress: Bool { self == .addressUnknown || self == .domainUnknown || self == .disabled }

    /// What stands for it, where no status is told (RFC 3463; the registry of enhanced status codes).
    ///
    /// - Parameter isTransient: whether it is said for now.
    func usualStatus(isTransient: Bool) -> EnhancedStatusCode? {
        let parts: (UInt16, UInt16)? =
            switch self {
            case .addressUnknown: (1, 1)
            case .domainUnknown: (1, 2)
            case .disabled: (2, 1)
            case .full: (2, 2)
            case .tooLarge: (3, 4)
            case .content: (6, 0)
            case .reputation, .policy: (7, 1)
            case .authentication: (7, 26)
            case .rate: (7, 28)
            case .connection: (4, 1)
            case .expired: (4, 7)
            case .system: (3, 0)
            case .loop: (4, 6)
            case .autoReply, .complaint, .notABounce, .undecided: nil
            }
        return parts.map { EnhancedStatusCode(isTransient ? 4 : 5, $0.0, $0.1) }
    }
}
