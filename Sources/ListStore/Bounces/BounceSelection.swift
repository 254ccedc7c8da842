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
        if since != nil { parts.append("b.at >= :since") }
        if before != nil { parts.append("b.at < :before") }
        return parts.isEmpty ? "1" : parts.joined(separator: " AND ")
    }

    var arguments: StatementArguments {
        var values: [String: (any DatabaseValueConvertible)?] = [:]
        if let subscriber { values["subscriber"] = subscriber }
        if let mailing { values["mailing"] = mailing }
        if let list { values["list"] = list }
        if let provider { values["provider"] = provider }
        if let failureClass { values["class"] = failureClass.rawValue }
        if let since { values["since"] = since.milliseconds }
        if let before { values["before"] = before.milliseconds }
        return StatementArguments(values)
    }
}
