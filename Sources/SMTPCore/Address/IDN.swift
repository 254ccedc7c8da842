// The one file of this module that knows Foundation. Plain ASCII never comes here.
import Foundation

/// What international addresses need beyond bytes: A-labels (RFC 5890) and normalisation.
enum IDN {
    /// The domain in A-labels, mapped and in lower case as UTS 46 says; nil when it has none.
    static func aLabels(_ domain: String) -> String? {
        // Foundation would escape other ASCII instead of refusing it.
        guard domain.utf8.allSatisfy({ $0 >= 0x80 || $0.isLetterDigitHyphen || $0 == UInt8(ascii: ".") }) else {
            return nil
        }
        var components = URLComponents()
        components.scheme = "smtp"
        components.host = domain
        guard let host = components.encodedHost, !host.isEmpty,
            host.utf8.allSatisfy({ $0.isLetterDigitHyphen || $0 == UInt8(ascii: ".") })
        else { return nil }
        return host
    }

    /// Normalisation form C.
    static func composed(_ text: String) -> String { text.precomposedStringWithCanonicalMapping }
}
