import SMTPCore

/// Says what a remark means: rules of a provider first, then the status, then the words.
public enum FailureJudge {
    public static func verdict(_ remark: FailureRemark) -> FailureVerdict {
        let isHard = remark.status?.description.hasPrefix("5") ?? ((remark.code ?? 500) >= 500)
        return FailureVerdict(failureClass: .undecided, isHard: isHard, status: remark.status, rule: "none")
    }
}
