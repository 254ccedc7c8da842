import Bounces
import SMTPCore

extension FailureVerdict {
    /// Of what a server answered when a copy was offered.
    ///
    /// - Parameters:
    ///   - relay: who answered.
    ///   - domain: the recipient's.
    ///   - judge: with the rules that count.
    init(refusal reply: Reply?, relay: String?, domain: String?, judge: FailureJudge = .standard) {
        self = judge.verdict(
            FailureRemark(
                code: reply?.code, status: reply?.status, text: reply?.text ?? "", server: relay, domain: domain))
    }
}
