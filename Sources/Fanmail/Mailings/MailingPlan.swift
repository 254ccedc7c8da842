import Composition
public import FanmailBasics
import ListStore
import MailingLists
public import SMTPCore

/// What sending a message would do.
public struct MailingPlan: Sendable {
    public struct DomainCount: Sendable {
        public let domain: String
        public let recipients: Int
    }

    /// A placeholder without a default, and how many subscribers it finds nothing of: they would get no copy.
    public struct MissingField: Sendable, Equatable {
        public let field: String
        /// Of the letter, from 1.
        public let line: Int
        public let subscribers: Int
    }

    /// People who would get a copy, each once.
    public let recipients: Int
    public let envelopes: Int
    /// How many of the recipients have an envelope of their own.
    public let individual: Int
    /// Why they have; empty when nobody does.
    public private(set) var reasons: [String]
    public let missing: [MissingField]
    /// The records of the keys that sign it; empty when nothing does.
    public let signatures: [String]
    /// What about these cannot be known here; nil when nothing.
    public let signingNote: Explanation?
    /// What receivers may hold against it, or would keep it from being sent.
    public let warnings: [Explanation]
    /// How many envelopes there would be if nobody had one of their own.
    public let envelopesIfShared: Int
    /// Mail transactions: one for each envelope, unless the relay takes fewer recipients at once.
    public var transactions: Int { envelopes }
    /// Subscribers who are on the suppression list.
    public let suppressed: Int
    /// Subscribers of more than one of the lists; they get one copy.
    public let onSeveralLists: Int
    /// Largest first.
    public let domains: [DomainCount]
    /// How long it takes at the set rate; nil without a rate.
    public let seconds: Double?
    /// What one more transaction costs, where a round trip takes 50 ms and all connections are used.
    private let roundTripSeconds: Double
    private static let assumedRoundTrip = 0.05

    /// About how much longer it takes because of envelopes with one recipient, at a round trip of 50 ms a transaction.
    public var extraSeconds: Double { Double(max(0, envelopes - envelopesIfShared)) * roundTripSeconds }
    /// How failure reports find their subscriber, a sentence for each list.
    public let attribution: [String]
    /// The first envelope, to be shown beside the header.
    public let sample: EnvelopeSample?
    /// An earlier mailing of the same message to one of the lists.
    public let previous: Int64?
    /// Fields of the author's header that do not go out, those whose place the list's own take, and those that are written
    /// anew, since mail cannot carry them as they are.
    public let removedFields, replacedFields, encodedFields: [String]

    init(
        _ survey: AudienceSurvey, _ prepared: PreparedMailing, _ settings: MailingSettings, envelopeSize: Int,
        missing: [MissingField], overlong: Int, earlier: EarlierMailing?
    ) {
        let lists = prepared.lists
        individual = survey.individual
        self.missing = missing
        (signatures, signingNote) = Self.signatures(prepared, settings)
        warnings =
            Self.warnings(prepared, settings, hasLinks: survey.individual > 0 && !prepared.oneClick.isEmpty, earlier)
            + Self.overlong(overlong)
        let changes = prepared.message.changes
        (removedFields, replacedFields, encodedFields) = (changes.removed, changes.replaced, changes.encoded)
        let fields = prepared.letter?.personalFields ?? []
        let placeholders =
            fields.isEmpty
            ? []
            : [
                "the letter asks for " + fields.map { "{{\($0.name)}} (line \($0.line))" }.joined(separator: ", ")
            ]
        reasons =
            placeholders
            + lists.compactMap { list in
                guard survey.individual > 0, let link = prepared.oneClick[list.id] else { return nil }
                let who = link.policy == .always ? "everybody" : "large receivers"
                return "one-click unsubscribe of \(list.name) (one-click = \"\(link.policy.rawValue)\"): \(who)"
            }
        reasons += lists.compactMap(Self.verpReason)
        attribution = lists.map(Self.attribution)
        envelopesIfShared = (survey.recipients + envelopeSize - 1) / envelopeSize
        roundTripSeconds = Self.assumedRoundTrip / Double(max(1, settings.connections))
        recipients = survey.recipients
        envelopes = survey.envelopes
        suppressed = survey.suppressed
        onSeveralLists = survey.onSeveralLists
        domains = survey.domains.map { DomainCount(domain: $0.domain, recipients: $0.recipients) }
        seconds = settings.rate.map { Double(survey.recipients) / $0 }
        sample = survey.sample.flatMap { sample in
            guard let list = lists.first(where: { $0.id == sample.list }) else { return nil }
            return EnvelopeSample(
                reversePath: list.definition.verp == .always || sample.hasTurn
                    ? TokenAddress.reversePath(of: list.definition.reversePath, token: "TOKEN")
                    : list.definition.reversePath,
                forwardPaths: sample.recipients.ids.indices.map { sample.recipients.address(at: $0) }, list: list.name)
        }
        previous = earlier?.hasSameText == true ? earlier?.mailing : nil
    }
}

/// One envelope, for showing.
public struct EnvelopeSample: Sendable {
    public let reversePath: ReversePath
    public let forwardPaths: [String]
    /// The list it is cut from.
    public let list: String

    public init(reversePath: ReversePath, forwardPaths: [String], list: String) {
        self.reversePath = reversePath
        self.forwardPaths = forwardPaths
        self.list = list
    }
}
