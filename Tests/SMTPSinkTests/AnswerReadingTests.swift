import Bounces
import FanmailBasics
import SMTPCore
import TestSupport
import Testing

@testable import SMTPSink

/// What the sink writes of any recipients is read back as it was meant.
@Suite("Reports of any recipients", .timeLimit(.minutes(10)))
struct AnswerReadingTests {
    private static let atoms = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789!#$%&'*+-/=?^_`{|}~")
    /// Some servers copy xtext as it stood in the transaction: of what looks like it nobody can say what was meant.
    private static let unescaped = atoms.filter { $0 != "+" }
    private static let quoted = Array("abcXYZ 019()<>[]:;,.@!#$%&'*+-/=?^_`{|}~")
    private static let letters = Array("éüßñøдщλ中文日本語한글עبअก")
    private static let replies = [
        Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "no such user"),
        Reply(code: 552, status: EnhancedStatusCode(5, 2, 2), text: "mailbox full"),
        Reply(code: 554, status: EnhancedStatusCode(5, 7, 1), text: "refused\nby policy"),
        Reply(code: 550, text: "gone"), Reply(code: 451, status: EnhancedStatusCode(4, 4, 1), text: "later"),
        Reply(code: 452, status: EnhancedStatusCode(4, 2, 2), text: "full for now"),
        Reply(code: 421, text: "try again"),
    ]

    private static func word(
        _ count: ClosedRange<Int>, of letters: [Character], _ random: inout SeededGenerator
    ) -> String {
        let length = Int.random(in: count, using: &random)
        return String((0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
    }

    private static func localPart(_ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            let text = word(1...20, of: quoted, &random)
            return "\"" + text.replacing(" ", with: Bool.random(using: &random) ? "\\ " : " ") + "\""
        case 1: return word(1...12, of: letters, &random)
        case 2: return word(1...10, of: atoms, &random) + "." + word(1...10, of: atoms, &random)
        default: return word(1...30, of: atoms, &random)
        }
    }

    private static func domain(_ random: inout SeededGenerator) -> String {
        let names = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        let first =
            Int.random(in: 0..<8, using: &random) == 0
            ? word(1...8, of: letters, &random) : word(1...12, of: names, &random)
        return "\(first).\(word(2...6, of: Array("abcdefghij"), &random)).example"
    }

    /// Of recipients who are told apart, as in a transaction.
    private static func recipients(_ random: inout SeededGenerator) -> [AnswerMail.Recipient] {
        var seen: Set<String> = []
        return (0..<Int.random(in: 1...50, using: &random)).compactMap { _ in
            let path = "\(localPart(&random))@\(domain(&random))"
            let original = "\(word(1...20, of: unescaped, &random))@\(domain(&random))"
            guard (try? Mailbox(parsing: path)) != nil, (try? Mailbox(parsing: original)) != nil,
                seen.insert(path.lowercased()).inserted
            else { return nil }
            let isGlobal = original.utf8.contains { $0 > 0x7F }
            return AnswerMail.Recipient(
                path: path,
                original: Bool.random(using: &random) ? (isGlobal ? "utf-8;" : "rfc822;") + original : nil,
                reply: replies[Int.random(in: 0..<replies.count, using: &random)])
        }
    }

    @Test(
        "parse back: who, for whom it was, whether for good, the code, the words, and the envelope", arguments: 0..<200)
    func parsesBack(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let recipients = Self.recipients(&random)
        guard !recipients.isEmpty else { return }
        let id = Self.word(1...60, of: Self.unescaped, &random)
        let mail = AnswerMail(
            at: Timestamp(milliseconds: 1_795_000_000_000), number: seed, hostname: "sink.example",
            reversePath: "announce-bounces@lists.example", envelopeID: id,
            message: Array("Message-ID: <\(seed)@lists.example>\r\nSubject: News\r\n\r\nHello\r\n".utf8))
        let octets = mail.statusNotification(recipients, returnsFull: Bool.random(using: &random))
        let reading = BounceReading(reading: octets)
        #expect(reading.nature == .delivery && reading.returned?.messageID == "<\(seed)@lists.example>")
        #expect(reading.envelopeID == id)
        #expect(reading.recipients.map { $0.address ?? "" } == recipients.map(\.path))
        for (found, meant) in zip(reading.recipients, recipients) {
            let isFailed = meant.reply.severity == .permanent
            #expect(found.original == meant.original?.split(separator: ";", maxSplits: 1).last.map(String.init))
            #expect(found.source == .field && found.action == (isFailed ? .failed : .delayed))
            #expect(found.remark.code.map(Int.init) == Int(meant.reply.code))
            #expect(found.remark.text == meant.reply.summary)
            let status = meant.reply.status.map { "\($0)" } ?? (isFailed ? "5.0.0" : "4.0.0")
            #expect(found.remark.status.map { "\($0)" } == status)
        }
    }

    @Test(
        "A complaint parses back: who, and by which reverse-path and envelope; one that is taken back names nobody",
        arguments: Fault.Complaint.allCases)
    func complaint(kind: Fault.Complaint) throws {
        var random = SeededGenerator(seed: 7)
        for number in 0..<50 {
            let path = "\(Self.localPart(&random))@\(Self.domain(&random))"
            guard (try? Mailbox(parsing: path)) != nil else { continue }
            let mail = AnswerMail(
                at: Timestamp(milliseconds: 1_795_000_000_000), number: number, hostname: "sink.example",
                reversePath: "announce-bounces@lists.example", envelopeID: "envelope\(number)",
                message: Array("Message-ID: <\(number)@lists.example>\r\n\r\nHello\r\n".utf8))
            let reading = BounceReading(reading: mail.complaint(of: path, kind))
            guard kind != .notSpam else {
                #expect(reading.nature == .other && reading.recipients.isEmpty)
                continue
            }
            #expect(reading.nature == .complaint && reading.recipients.map { $0.address ?? "" } == [path])
            #expect(reading.envelopeID == "envelope\(number)")
            #expect(reading.returned?.reversePath == "announce-bounces@lists.example")
            #expect(reading.recipients.first?.remark.text == kind.rawValue)
        }
    }
}
