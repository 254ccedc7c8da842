import Bounces
import ListStore
import MailingLists
import SMTPCore
import Testing

@testable import Fanmail

/// Anybody can write a report: what is forged ends nobody's subscription, and is told for what it is; what is genuine works,
/// however it is written.
@Suite("Reports that somebody forged, and genuine ones in odd forms", .timeLimit(.minutes(10)))
struct ReportAttackTests: ReportSuite {
    /// What becomes of a report.
    enum Fate: Equatable {
        /// Logged of these, by an address that it names: it counts for nothing.
        case noted([String])
        case ignored
        case notUnderstood
    }

    struct Attack: CustomTestStringConvertible {
        let testDescription: String
        let fate: Fate
        let write: @Sendable (ReportAttackTests, SentMailing) throws -> [UInt8]
    }

    private static let mallory = "ken@a.example"
    private static let victim = "ada@c.example"
    private static let stranger = "nobody@else.example"

    /// A token of another fanmail's.
    private static func foreignToken(_ purpose: Token.Purpose) throws -> String {
        let other = try StoreFolder()
        try other.subscribe(victim)
        return try other.store.token(
            purpose, for: Mailbox(parsing: victim), list: other.list, lasting: .seconds(3600))
    }

    /// The token with which mallory leaves the list.
    private static func ownToken(_ sent: SentMailing) throws -> String {
        try sent.folder.store.token(
            .unsubscribe, for: Mailbox(parsing: mallory), list: sent.folder.list, lasting: .seconds(3600))
    }

    private static let attacks: [Attack] = [
        Attack(testDescription: "an ENVID that is made up", fate: .noted([victim])) { suite, _ in
            suite.report(victim, envelopeID: String(repeating: "a", count: 37))
        },
        Attack(testDescription: "ENVID of another envelope, and a stranger", fate: .notUnderstood) { suite, sent in
            suite.report(stranger, envelopeID: sent.envelopeIDs[mallory])
        },
        Attack(testDescription: "ENVID of another envelope", fate: .noted([victim])) { suite, sent in
            suite.report(victim, envelopeID: sent.envelopeIDs[mallory])
        },
        Attack(testDescription: "a member who failed, of somebody else's", fate: .noted([mallory])) { suite, sent in
            suite.report(victim, original: mallory, envelopeID: sent.envelopeIDs[victim])
        },
        Attack(testDescription: "a member who failed, of a stranger's", fate: .noted([victim])) { suite, sent in
            suite.report(victim, original: stranger, envelopeID: sent.envelopeIDs[victim])
        },
        Attack(testDescription: "a foreign key's ENVID", fate: .noted([victim])) { suite, _ in
            suite.report(victim, envelopeID: try foreignToken(.bounce))
        },
        Attack(testDescription: "a foreign key's reverse-path, and a stranger", fate: .ignored) { suite, _ in
            suite.report(to: "announce-bounces-\(try foreignToken(.bounce))@lists.example", stranger)
        },
        Attack(testDescription: "a foreign key's List-Unsubscribe", fate: .noted([victim])) { suite, _ in
            suite.report(victim, returned: "List-Unsubscribe: <https://x.example/\(try foreignToken(.unsubscribe))>")
        },
        Attack(testDescription: "a token for leaving as a reverse-path", fate: .noted([victim])) { suite, sent in
            suite.report(to: "announce-bounces-\(try ownToken(sent))@lists.example", victim)
        },
        Attack(testDescription: "a token for leaving as ENVID", fate: .noted([victim])) { suite, sent in
            suite.report(victim, envelopeID: try ownToken(sent))
        },
        Attack(testDescription: "10,000 recipients", fate: .noted(SentMailing.people)) { suite, _ in
            suite.report(ofAll: (0..<9_996).map { "user\($0)@else.example" } + SentMailing.people)
        },
        Attack(testDescription: "a complaint of somebody else, by address", fate: .noted([victim])) { suite, _ in
            suite.complaint(of: victim)
        },
        Attack(testDescription: "a complaint with ENVID of another envelope", fate: .noted([victim])) { suite, sent in
            suite.complaint(of: victim, "Original-Envelope-Id: \(sent.envelopeIDs[mallory] ?? "")\n")
        },
        Attack(testDescription: "a complaint of a stranger", fate: .ignored) { suite, sent in
            suite.complaint(of: stranger, "Original-Envelope-Id: \(sent.envelopeIDs[mallory] ?? "")\n")
        },
        Attack(testDescription: "a newsletter that quotes a token", fate: .ignored) { suite, sent in
            letter("Look: \(try ownToken(sent)) at https://lists.example/leave/\(try ownToken(sent))", "text/plain")
        },
        Attack(testDescription: "a letter that a forged report is attached to", fate: .noted([victim])) { suite, sent in
            let report = suite.report(victim, envelopeID: sent.envelopeIDs[mallory])
            return letter(
                """
                --c
                Content-Type: text/plain

                What does this mean?
                --c
                Content-Type: message/rfc822

                \(String(decoding: report, as: UTF8.self))
                --c--
                """, "multipart/mixed; boundary=c")
        },
        Attack(testDescription: "a delay", fate: .ignored) { suite, sent in
            suite.report(victim, envelopeID: sent.envelopeIDs[victim], action: "delayed", status: "4.2.0")
        },
    ]

    private static func letter(_ body: String, _ type: String) -> [UInt8] {
        Array(
            """
            From: Mallory <\(mallory)>
            To: announce-bounces@lists.example
            Subject: Your newsletter
            Message-ID: <letter@a.example>
            MIME-Version: 1.0
            Content-Type: \(type)

            \(body)

            """.utf8)
    }

    @Test("Nobody's subscription ends by it, and nobody is suppressed", arguments: attacks)
    func forged(attack: Attack) async throws {
        let sent = try await SentMailing.send()
        let outcome = try sent.intake.take(attack.write(self, sent))
        let bounces = logged(outcome)
        let fate: Fate =
            switch outcome {
            case .report: .noted(bounces.map(\.recipient))
            case .ignored: .ignored
            case .notUnderstood, .unreadable: .notUnderstood
            }
        #expect(fate == attack.fate, "\(outcome)")
        #expect(bounces.allSatisfy { $0.confidence < BounceWeight.guess && $0.effect == .none }, "\(bounces)")
        #expect(try sent.folder.counts[.active] == SentMailing.people.count)
        #expect(try sent.folder.store.suppressions(of: Mailbox(parsing: Self.victim)).isEmpty)
    }

    @Test("What somebody writes with a token of their own hits them alone", arguments: ["to", "unsubscribe", "replay"])
    func ownToken(way: String) async throws {
        let sent = try await SentMailing.send("verp = \"always\"")
        let path = try #require(sent.reversePaths[Self.mallory])
        let octets =
            switch way {
            case "to": report(to: path, ofAll: [Self.victim] + (0..<2_000).map { "user\($0)@else.example" })
            case "unsubscribe":
                report(
                    Self.victim, returned: "List-Unsubscribe: <https://x.example/\(try Self.ownToken(sent))>")
            default: report(to: path, Self.mallory)
            }
        #expect(logged(try sent.intake.take(octets)).map(\.recipient) == [Self.mallory])
        if way == "replay" {
            // The report of one, changed so that it names another.
            let other = String(decoding: octets, as: UTF8.self).replacing(Self.mallory, with: Self.victim)
            #expect(isKnown(try sent.intake.take(Array(other.utf8))))
        }
        #expect(try sent.folder.counts[.active] == SentMailing.people.count - 1)
        #expect(try sent.folder.store.bounceRecipients() == [Self.mallory])
    }

    // MARK: - What has to work

    private static let spellings: [(subscribed: String, final: String, original: String?)] = [
        ("ken@a.example", "KEN@A.EXAMPLE", nil), ("ken@a.example", "<ken@a.example>", nil),
        ("ken@a.example", "ken@a.example (Ken)", nil), ("ken@a.example", "forwarded@else.example", "Ken@a.example"),
        ("ken@a.example", "forwarded@else.example", "ken+40a.example"),
        ("ken@bücher.example", "ken@xn--bcher-kva.example", nil),
        ("ken@xn--bcher-kva.example", "ken@bücher.example", nil),
        ("o'neil+50@a.example", "o'neil+50@a.example", "o'neil+50@a.example"),
        ("ken+a=b@a.example", "forwarded@else.example", "ken+2Ba+3Db@a.example"),
        ("\"a b\"@a.example", "\"a b\"@a.example", nil),
    ]

    @Test(
        "However an address is written, its subscription ends by a report with the envelope's ID", arguments: spellings)
    func spelled(subscribed: String, final: String, original: String?) async throws {
        let sent = try await SentMailing.send(to: [subscribed, "mei@b.example"])
        let id = try #require(sent.envelopeIDs[subscribed] ?? sent.envelopeIDs.values.first)
        let bounces = logged(
            try sent.intake.take(report(final, original: original, envelopeID: id.uppercased())))
        #expect(bounces.map(\.found) == ["envelope-id"] && bounces[0].effect == .ended, "\(bounces)")
        #expect(bounces.map(\.recipient) == [try Mailbox(parsing: subscribed).address])
        #expect(try sent.folder.counts[.active] == 1)
    }

    @Test("Two who forward to one address that fails are two") func forwardedTogether() async throws {
        let sent = try await SentMailing.send(most: 4)
        let id = try #require(sent.envelopeIDs[Self.victim])
        let one = String(decoding: report("x@else.example", original: "ada@c.example", envelopeID: id), as: UTF8.self)
        let entry = try #require(one.firstMatch(of: /Original-Recipient: (?:.|\n)+?user unknown\n/)?.0)
        let both = one.replacing(entry, with: entry + "\n" + entry.replacing("ada@", with: "zoe@"))
        #expect(logged(try sent.intake.take(Array(both.utf8))).map(\.recipient) == ["ada@c.example", "zoe@c.example"])
        #expect(try sent.folder.counts[.active] == 2)
    }

    @Test(
        "A complaint ends a subscription by the reverse-path or the envelope that it tells", arguments: [true, false])
    func complaint(hasPath: Bool) async throws {
        let sent = try await SentMailing.send(hasPath ? "verp = \"always\"" : "")
        let field =
            hasPath
            ? "Original-Mail-From: <\(try #require(sent.reversePaths[Self.victim]))>"
            : "Original-Envelope-Id: \(try #require(sent.envelopeIDs[Self.victim]))"
        let bounces = logged(try sent.intake.take(complaint(of: Self.victim, field + "\n")))
        #expect(bounces.map(\.recipient) == [Self.victim] && bounces[0].effect == .ended, "\(bounces)")
        #expect(bounces[0].found == (hasPath ? "returned-token" : "envelope-id"))
        #expect(try sent.folder.store.suppressions(of: Mailbox(parsing: Self.victim)).count == 1)
        #expect(try sent.folder.counts[.active] == SentMailing.people.count - 1)
    }
}

extension Store {
    fileprivate func bounceRecipients() throws -> [String] {
        var recipients: [String] = []
        try bounces(BounceSelection(), limit: nil) { recipients.append($0.recipient) }
        return recipients
    }
}
