/// What is left of a message that came back. Untrusted: anybody can write one.
public struct ReturnedMessage: Hashable, Sendable {
    /// `Message-ID`, in its angle brackets; nil where none is told.
    public var messageID: String?
    /// `List-Id` (RFC 2919), the part in angle brackets.
    public var listID: String?
    /// `Feedback-ID`.
    public var feedbackID: String?
    /// `Return-Path`, or a complaint's `Original-Mail-From`, which is the reverse-path and may hold a token.
    public var reversePath: String?
    /// Recipients of `To`.
    public var to: [String] = []
    /// Every URI of `List-Unsubscribe` (RFC 2369), which may hold a token.
    public var unsubscribe: [String] = []
    public var subject: String?

    public init() {}
}
