import Composition
import Fanmail
import FanmailSettings

extension DKIMSigner {
    /// The signer of the settings; nil when no key is set.
    init?(_ settings: DKIMSettings) throws(FanmailFailure) {
        guard let domain = settings.domain.value, !settings.keys.isEmpty else { return nil }
        do {
            var identities: [Identity] = []
            for key in settings.keys {
                identities.append(
                    Identity(domain: domain, selector: key.selector, key: try DKIMKey(file: key.file)))
            }
            self.init(identities)
        } catch {
            throw FanmailFailure(error)
        }
    }
}

extension FanmailFailure {
    init(_ failure: DKIMFailure) {
        let kind: Kind =
            switch failure.kind {
            case .missing: .noInput
            case .unusable: .unusableInput
            case .unsafe: .configuration
            case .unwritable: .disk
            }
        self.init(kind, failure.explanation)
    }
}
