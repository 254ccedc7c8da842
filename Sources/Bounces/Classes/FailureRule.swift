public import SMTPCore

/// What a remark must be like, and what it then means. Every condition that is there must hold.
public struct FailureRule: Hashable, Sendable {
    /// Of lower case, digits and `-`; each stands once.
    public var name: String
    /// Only of what these say (``RuleProvider``); of anybody's where there is none.
    public var providers: [String] = []
    /// Any code where there is none.
    public var codes: [CodePattern] = []
    /// Any status where there is none.
    public var statuses: [StatusPattern] = []
    /// One of these, each of phrases that all stand in the text, in any order; no words are asked for where there is
    /// none. A phrase begins where a word does, and with `$` behind it ends where one does. Case and accents do not
    /// count, and `@` stands for any address.
    public var words: [[String]] = []
    /// None of these phrases.
    public var unless: [String] = []
    public var failureClass: FailureClass
    /// nil: as ``FailureVerdict`` says of the class.
    public var isHard: Bool?
    /// What it stands for, where none is told; nil: what the class does.
    public var status: EnhancedStatusCode?
    /// Remarks that it decides, as a server writes them: `550 5.1.1 No such user`.
    public var matching: [String] = []
    /// Remarks that are like it, and that it does not decide.
    public var others: [String] = []

    public init(name: String, failureClass: FailureClass) {
        self.name = name
        self.failureClass = failureClass
    }
}
