import FanmailBasics
import FanmailDelivery
import ListStore
import MailingLists
import SMTPCore
import SMTPProtocol

/// What servers are asked to say in failure reports about the copies of a mailing (RFC 3461): the envelope by its token, and
/// whom of it. So a report finds its subscriber though many share an envelope.
struct ReportRequests: Sendable {
    /// Lists whose policy asks.
    private let lists: Set<Int64>
    /// Signs the tokens; nil where no list asks.
    private let key: TokenKey?

    /// Nothing is asked for.
    static let none = ReportRequests(lists: [], key: nil)

    private init(lists: Set<Int64>, key: TokenKey?) {
        self.lists = lists
        self.key = key
    }

    /// - Parameters:
    ///   - lists: of the mailing, as they were when it began.
    ///   - start: when that was.
    init(of lists: [ListRecord], keys: TokenKeyFile, start: Timestamp) throws(StoreFailure) {
        let asking = Set(lists.filter { $0.definition.dsn == .ask }.map(\.id))
        self.init(lists: asking, key: asking.isEmpty ? nil : try keys.signing(at: start))
    }

    /// Of one envelope; nil where nothing is asked for, or nothing would come back.
    func request(for envelope: CutEnvelope) -> DSNRequest? {
        guard let key, lists.contains(envelope.list), envelope.reversePath != .null else { return nil }
        return DSNRequest(envelopeID: Store.envelopeToken(of: envelope.id, cutAt: .now, key))
    }
}
