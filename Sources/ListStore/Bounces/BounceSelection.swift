package import Bounces
package import FanmailBasics
import GRDB

/// Which bounces are meant: those that meet all that is said here.
package struct BounceSelection: Sendable {
    /// Of the person's row.
    package var subscriber: Int64?
    package var mailing: Int64?
    package var list: Int64?
    package var provider: String?
    package var failureClass: FailureClass?
    package var kind: BounceRecord.Kind?
    /// From here on, and before.
    package var since: Timestamp?
    package var before: Timestamp?

    package init() {}

    /// A condition on bounces `b`, by the best index there is for it.
    var condition: String {
        var parts: [String] = []
        if subscriber != nil { parts.append("b.subscriber = :subscriber") }
        if mailing != nil { parts.append("b.mailing = :mailing") }
        if list != nil { parts.append("\(subscriber == nil && mailing == nil ? "" : "+")b.list = :list") }
        if provider != nil { parts.append("+b.provider = :provider") }
        if failureClass != nil { parts.append("b.class = :class") }
        if kind != nil { parts.append("b.kind = :kind") }
        if since != nil { parts.append("b.at >= :since") }
        if before != nil { parts.append("b.at < :before") }
        return parts.isEmpty ? "1" : parts.joined(separator: " AND ")
    }

    /// The same on each row in the order of the ids, without any index: for going through a log page by page.
    var conditionInOrder: String {
        condition.replacing("+b.", with: "b.").replacing("b.", with: "+b.")
    }

    var arguments: StatementArguments {
        var values: [String: (any DatabaseValueConvertible)?] = [:]
        if let subscriber { values["subscriber"] = subscriber }
        if let mailing { values["mailing"] = mailing }
        if let list { values["list"] = list }
        if let provider { values["provider"] = provider }
        if let failureClass { values["class"] = failureClass.rawValue }
        if let kind { values["kind"] = kind.rawValue }
        if let since { values["since"] = since.milliseconds }
        if let before { values["before"] = before.milliseconds }
        return StatementArguments(values)
    }
}
