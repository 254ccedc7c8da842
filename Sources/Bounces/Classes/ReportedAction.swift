/// What became of a copy, in the words of a report (RFC 3464, 2.3.3).
public enum ReportedAction: String, Hashable, CaseIterable, Sendable {
    case failed, delayed, delivered, relayed, expanded
}
