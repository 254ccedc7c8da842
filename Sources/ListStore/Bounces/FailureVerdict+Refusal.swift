import Bounces
import SMTPCore

extension FailureVerdict {
    /// Of what a server answered when a copy was offered.
    ///
    /// - Parameters:
    ///   - relay: who answered.
    ///   - domain: the recipient's.
    init(refusal reply: Reply?, relay: String?, domain: String?) {
        let isHard = BounceClass(reply).concernsAddress
        let status = reply?.status
        let failureClass: FailureClass
        switch (isHard, status) {
        case (true, EnhancedStatusCode(5, 1, 2)?): failureClass = .domainUnknown
        case (true, EnhancedStatusCode(5, 2, 1)?): failureClass = .disabled
        case (true, _): failureClass = .addressUnknown
        case (false, EnhancedStatusCode(5, 2, 2)?): failureClass = .full
        case (false, EnhancedStatusCode(5, 2, 3)?), (false, EnhancedStatusCode(5, 3, 4)?): failureClass = .tooLarge
        case (false, _): failureClass = .undecided
        }
        self.init(failureClass: failureClass, isHard: isHard, status: status, rule: "status")
    }
}
