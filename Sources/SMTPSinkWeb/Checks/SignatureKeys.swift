package import Composition
import FanmailBasics
package import FanmailDNS
import NIOConcurrencyHelpers

/// The public keys that signatures are verified by: those that were given, and, where that was chosen, those of the DNS.
package final class SignatureKeys: Sendable {
    /// What became of looking for a key.
    enum Finding: Sendable {
        /// And where it is from.
        case key(DKIMPublicKey, String)
        /// There is none, for this reason: a clause.
        case none(String)
    }

    private struct Known {
        let at: ContinuousClock.Instant
        let finding: Finding
    }

    private static let mostKnown = 256
    private static let fresh = Duration.seconds(60)

    /// By the name of the record, in lower case.
    private let given: [String: DKIMPublicKey]
    private let resolver: Resolver?
    private let known = NIOLockedValueBox<[String: Known]>([:])
    private let alignments = NIOLockedValueBox<[String: (at: ContinuousClock.Instant, found: DMARCAlignment)]>([:])

    /// - Parameters:
    ///   - given: by the name of the record, such as `k2026._domainkey.example.org`.
    ///   - resolver: is asked for others; nil for nobody is.
    ///   - patience: for each of its attempts: a page waits for it, and a message may name several.
    package init(
        given: [String: DKIMPublicKey] = [:], resolver: Resolver? = nil, patience: Duration = .seconds(1)
    ) {
        self.given = Dictionary(given.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
        var resolver = resolver
        resolver?.timeout = patience
        self.resolver = resolver
    }

    /// Nobody has said anything of keys.
    var isEmpty: Bool { given.isEmpty && resolver == nil }

    /// It may wait for the DNS.
    func find(_ name: String) -> Finding {
        let name = name.lowercased()
        if let key = given[name] { return .key(key, "as it was given") }
        guard let resolver else { return .none("no key of \(name) was given") }
        if let known = known.withLockedValue({ $0[name] }), ContinuousClock.now - known.at < Self.fresh {
            return known.finding
        }
        let (finding, isAnswer) = Self.ask(resolver, name)
        // What was not answered is asked anew the next time.
        guard isAnswer else { return finding }
        known.withLockedValue { known in
            if known.count >= Self.mostKnown { known.removeAll() }
            known[name] = Known(at: .now, finding: finding)
        }
        return finding
    }

    /// Whether DMARC counts a domain's signature for mail of an author's domain: by their names, and where these do not
    /// tell by the DNS, if it is asked; then it may wait for that.
    func alignment(author: String, signer: String) -> DMARCAlignment {
        let byName = DMARCAlignment(author: author, signer: signer)
        guard byName == .unknown, let resolver else { return byName }
        let pair = "\(author.lowercased()) \(signer.lowercased())"
        if let one = alignments.withLockedValue({ $0[pair] }), ContinuousClock.now - one.at < Self.fresh {
            return one.found
        }
        guard let found = try? DMARCAlignment(author: author, signer: signer, resolver) else { return byName }
        alignments.withLockedValue { alignments in
            if alignments.count >= Self.mostKnown { alignments.removeAll() }
            alignments[pair] = (.now, found)
        }
        return found
    }

    /// - Returns: also whether the DNS has said it.
    private static func ask(_ resolver: Resolver, _ name: String) -> (Finding, isAnswer: Bool) {
        let texts: [String]
        do throws(Resolver.Failure) {
            texts = try resolver.texts(of: name)
        } catch .noSuchName {
            return (.none("there is no \(name) in the DNS"), true)
        } catch {
            guard case .unreachable(let why) = error else { return (.none("the DNS does not say"), false) }
            return (.none("\(name) could not be looked up: \(why)"), false)
        }
        var reason = "there is no key at \(name) in the DNS"
        for text in texts {
            do throws(DKIMFailure) {
                return (.key(try DKIMPublicKey(record: text), "of the DNS"), true)
            } catch {
                reason = "the record \(name) is of no use: \(error.what)"
            }
        }
        return (.none(reason), true)
    }
}
