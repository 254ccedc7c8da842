import FanmailBasics
import FanmailWeb

/// What a form of this server's own brings along: a page elsewhere cannot know it.
struct FormToken: Sendable {
    let text = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()

    /// For within a form.
    var field: String { "<input type=\"hidden\" name=\"token\" value=\"\(text)\">" }

    /// The fields of a form that was sent, in order.
    ///
    /// - Throws: where it is none of this server's.
    func fields(of request: WebRequest) throws(WebFailure) -> [(name: String, value: String)] {
        guard request.contentType == "application/x-www-form-urlencoded",
            let pairs = PercentText.pairs(String(decoding: request.body, as: UTF8.self))
        else { throw WebFailure(400, "the form cannot be read") }
        guard Set(pairs.map(\.name)).count == pairs.count else {
            throw WebFailure(400, "the form has a field twice, and cannot be read")
        }
        guard pairs.first(where: { $0.name == "token" })?.value == text else {
            throw WebFailure(
                403, "the form is none of this server's, or from before it was started; load the page anew")
        }
        return pairs
    }
}
