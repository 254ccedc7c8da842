package import ListStore

extension FanmailFailure {
    package init(_ failure: StoreFailure) {
        let kind: Kind =
            switch failure.kind {
            case .notFound: .noInput
            case .notADatabase, .conflict, .stranger: .unusableInput
            case .newerVersion: .configuration
            case .locked: .tryLater
            default: .disk
            }
        self.init(kind, failure.explanation)
    }

    package init(_ error: any Error) {
        switch error {
        case let failure as FanmailFailure: self = failure
        case let failure as StoreFailure: self.init(failure)
        case let refusal as SuppressionRefusal: self.init(refusal)
        default: self.init(.disk, "\(error)")
        }
    }
}
