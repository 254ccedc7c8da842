import Bounces
import SMTPCore
import Testing

/// Remarks as servers write them, with what they mean: a line each of class, hard or soft, who speaks (a host; `@` and the
/// recipient's domain; or `-`), and the remark.
enum RemarkSamples {
    struct Sample: Sendable, CustomTestStringConvertible {
        let failureClass: FailureClass
        let isHard: Bool
        let remark: FailureRemark

        var testDescription: String { remark.text }

        init?(_ line: Substring) {
            let parts = line.split(separator: " ", maxSplits: 3)
            guard parts.count == 4, let known = FailureClass(rawValue: String(parts[0])),
                parts[1] == "hard" || parts[1] == "soft"
            else { return nil }
            failureClass = known
            isHard = parts[1] == "hard"
            let isDomain = parts[2].hasPrefix("@")
            remark = FailureRemark(
                reply: parts[3], server: isDomain || parts[2] == "-" ? nil : String(parts[2]),
                domain: isDomain ? String(parts[2].dropFirst()) : nil)
        }
    }

    static let lines = [western, others, shapes, reports, worded, twofold, framed].flatMap { $0.split(separator: "\n") }
    static let all = lines.compactMap { Sample($0) }
}

extension FailureRemark {
    /// `550 5.1.1 No such user`, as an SMTP client reads it; or words alone.
    init(reply line: Substring, server: String? = nil, domain: String? = nil) {
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let code = words[0].count == 3 ? words.first.flatMap { UInt16($0) } : nil
        var text = code == nil ? line : words.count > 1 ? words[1] : ""
        let status = EnhancedStatusCode(text.prefix { $0 != " " })
        if status != nil { text = text.drop { $0 != " " }.dropFirst() }
        self.init(code: code, status: status, text: String(text), server: server, domain: domain)
    }
}
