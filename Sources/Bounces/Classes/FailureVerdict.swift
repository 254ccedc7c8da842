public import SMTPCore

/// What a remark means.
public struct FailureVerdict: Hashable, Sendable {
    public let failureClass: FailureClass
    /// For good, as far as this address and this message go; else it may be better later.
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
    public var concernsAddress: Bool {
        isHard && [.addressUnknown, .domainUnknown, .disabled].contains(failureClass)
    }
}
