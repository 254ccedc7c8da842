extension FailureJudge {
    /// What a message that came back means for one whom it names: by what the message is, and where it is of delivery,
    /// by what is said of them.
    public static func verdict(_ remark: FailureRemark, in nature: BounceReading.Nature) -> FailureVerdict {
        let failureClass: FailureClass
        switch nature {
        case .delivery: return verdict(remark)
        case .complaint: failureClass = .complaint
        case .autoReply: failureClass = .autoReply
        // The copy waits until somebody answers, which a list does not.
        case .challenge: failureClass = .policy
        case .disposition, .other: failureClass = .notABounce
        }
        return FailureVerdict(
            failureClass: failureClass, isHard: false, status: remark.status, rule: "nature-\(nature.rawValue)")
    }
}
