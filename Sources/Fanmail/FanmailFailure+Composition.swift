package import Composition
import FanmailBasics

extension FanmailFailure {
    /// - Parameter name: the message's file, as the user named it. A reason that begins with a file of the letter's own
    ///   names that file instead.
    package init(_ failure: CompositionFailure, in name: String) {
        var (place, reason) = (name, Substring(failure.reason))
        if let colon = reason.firstRange(of: ": ") {
            let file = reason[..<colon.lowerBound]
            if name == file || name.hasSuffix("/" + file) {
                reason = reason[colon.upperBound...]
            } else if !file.contains(" "), file.contains(".") {
                place = String(file)
                reason = reason[colon.upperBound...]
            }
        }
        let line = failure.line.map { ":\($0)" } ?? ""
        self.init(
            failure.kind == .noFile ? .noInput : .unusableInput, at: "\(place)\(line)", String(reason),
            remedy: failure.remedy)
    }
}
