import Synchronization

/// Judges a server's certificates in place of authorities and names, such as by records in the DNS (RFC 7672).
package final class CertificateJudge: Sendable, Equatable {
    /// A clause that fits behind "the server's certificate"; nil where it is the server's.
    package typealias Judgement = @Sendable (_ chain: [[UInt8]]) async -> String?

    let judge: Judgement

    /// - Parameter judge: is given the chain in DER, the server's own first.
    package init(_ judge: @escaping Judgement) { self.judge = judge }

    package static func == (one: CertificateJudge, other: CertificateJudge) -> Bool { one === other }
}

/// What the judge said of one connection: it is heard within the handshake, where an answer may take its time, and
/// followed behind it, where there is room for words.
final class CertificateJudgement: Sendable {
    private let said = Mutex<String?>("was not judged")

    var objection: String? {
        get { said.withLock { $0 } }
        set { said.withLock { $0 = newValue } }
    }
}
