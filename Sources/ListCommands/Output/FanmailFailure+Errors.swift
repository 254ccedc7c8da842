package import Fanmail
import FanmailBasics
import ListStore

extension FanmailFailure {
    /// What a command throws that has an exit status of its own; nil for what has none.
    package init?(_ error: any Error) {
        switch error {
        case let failure as FanmailFailure: self = failure
        case let failure as StoreFailure: self.init(failure)
        case let failure as InputFailure: self.init(failure)
        case let failure as MessageFile.Failure: self.init(failure)
        case let failure as IncomingMail.Failure: self.init(failure)
        default: return nil
        }
    }

    private init(_ failure: InputFailure) {
        let kind: Kind =
            switch failure.kind {
            case .input: .unusableInput
            case .notFound, .unreadable: .noInput
            case .configuration: .configuration
            default: .usage
            }
        self.init(kind, failure.explanation)
    }
}
