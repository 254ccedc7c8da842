import FanmailBasics
import NIOCore
import SMTPCore
import SMTPProtocol

/// Makes one transaction behind the other, by the distributions of a ``LoadMail``.
///
/// Nothing is composed for a transaction: what differs is written over in the octets of the one before.
struct LoadMessages {
    /// What a lane of a connection sends from. Its octets are used again as soon as their transaction is over.
    struct Parcel {
        fileprivate var content: EncodedContent?
        /// Which template ``content`` is of.
        fileprivate var template = 0
        fileprivate var second: Int64 = -1
        fileprivate var recipients = RecipientBatch()
        /// Which envelope ``recipients`` is of; nil where no number can be written over.
        fileprivate var envelope: Int?
        /// Of the transaction.
        fileprivate(set) var number = 0
    }

    /// Octets of templates, and of envelopes, that are kept for the next one of their size.
    private static let kept = 32 << 20

    private let mail: LoadMail
    private let worker: Int
    private let stride: Int
    private let sender: ReversePath
    /// What stands before the number in ids.
    private let identity: String
    private let start: (uptime: UInt64, date: Timestamp)
    private var draws: SeededDraws
    private var number = 0
    private var taken = 0
    private var digits = [UInt8](repeating: 0x30, count: LoadTemplate.width)
    private var second: Int64 = -1
    private var date: [UInt8] = []
    private var templates: [Int: LoadTemplate] = [:]
    private var templateOctets = 0
    private var batches: [Int: RecipientBatch] = [:]
    private var batchOctets = 0
    private let given: [LoadTemplate]

    /// - Parameters:
    ///   - worker: its place among ``LoadPlan/threads`` workers, which share the numbers of recipients.
    ///   - now: by the clock that ``next(into:at:)`` is told the time of.
    init(_ plan: LoadPlan, worker: Int, sender: ReversePath, now: NIODeadline) throws(ContentFailure) {
        mail = plan.mail
        self.worker = worker
        stride = max(1, plan.threads)
        self.sender = sender
        identity = "\(plan.run).\(worker)."
        start = (now.uptimeNanoseconds, .now)
        draws = SeededDraws(seed: plan.seed &+ UInt64(worker) &* 0x2545_F491_4F6C_DD1D)
        var given: [LoadTemplate] = []
        for message in plan.mail.messages {
            given.append(try LoadTemplate(message, identity: identity, fields: plan.mail.fields))
        }
        self.given = given
    }

    /// The id of the transaction that a parcel was made for last: what stands before the `@` of its Message-ID.
    func id(of parcel: Parcel) -> String {
        "\(identity)\(String(repeating: "0", count: LoadTemplate.width).dropLast("\(parcel.number)".count))\(parcel.number)"
    }

    /// Of a message, as the sink's record has it.
    static func digest(_ content: EncodedContent) -> String { Digest64(content.bytes, seed: 0).hex }

    mutating func next(into parcel: inout Parcel, at now: NIODeadline) throws(ContentFailure) -> MailTransaction {
        let count =
            if case .fixed(let value) = mail.recipients { value } else { mail.recipients.value(draws.fraction()) }
        number += 1
        parcel.number = number
        address(&parcel, count)
        let template = try fill(&parcel, at: now)
        var transaction = MailTransaction(
            reversePath: sender, recipients: parcel.recipients, content: parcel.content ?? template.content)
        if let dsn = mail.dsn {
            transaction.dsn = dsn
            transaction.dsn?.envelopeID = id(of: parcel)
        }
        return transaction
    }

    // MARK: - The message

    private mutating func fill(_ parcel: inout Parcel, at now: NIODeadline) throws(ContentFailure) -> LoadTemplate {
        let template: LoadTemplate
        let key: Int
        if given.isEmpty {
            key = if case .fixed(let size) = mail.size { size } else { Self.rounded(mail.size.value(draws.fraction())) }
            template = try made(key)
        } else {
            key = -1 - (number - 1) % given.count
            template = given[-1 - key]
        }
        if parcel.template != key || parcel.content == nil {
            parcel.content = template.content
            parcel.template = key
            parcel.second = -1
        }
        Self.write(number, to: &digits)
        parcel.content?.overwrite(at: template.number, with: digits)
        guard let place = template.date else { return template }
        let second = Int64((now.uptimeNanoseconds &- start.uptime) / 1_000_000_000)
        if second != self.second {
            self.second = second
            date = Array((start.date + .seconds(second)).rfc5322Date.utf8)
        }
        if parcel.second != second {
            parcel.second = second
            parcel.content?.overwrite(at: place, with: date)
        }
        return template
    }

    private mutating func made(_ size: Int) throws(ContentFailure) -> LoadTemplate {
        if let template = templates[size] { return template }
        let template = try LoadTemplate(size: size, from: mail.sender, identity: identity, fields: mail.fields)
        if templateOctets + size <= Self.kept {
            templateOctets += size
            templates[size] = template
        }
        return template
    }

    /// To 64 steps within a doubling, so that there are not as many templates as sizes. Small ones stay what they are.
    static func rounded(_ size: Int) -> Int {
        let step = max(1, (1 << (Int.bitWidth - 1 - size.leadingZeroBitCount)) / 64)
        return (size + step / 2) / step * step
    }

    // MARK: - The envelope

    private mutating func address(_ parcel: inout Parcel, _ count: Int) {
        guard mail.addresses.isEmpty, mail.recipientPattern == nil else {
            var batch = RecipientBatch()
            for index in 0..<count { batch.append(id: Int64(index), address: listed(nextPlace(), index)) }
            parcel.recipients = batch
            parcel.envelope = nil
            return
        }
        let domain = taken % mail.domains.count
        let envelope = count * mail.domains.count + domain
        if parcel.envelope != envelope {
            parcel.recipients = batch(envelope, count, from: domain)
            parcel.envelope = envelope
        }
        let ends = parcel.recipients.ends
        let (first, stride) = (worker + taken * self.stride, self.stride)
        taken += count
        parcel.recipients.overwrite { bytes in
            var start = Self.name.utf8.count
            for index in 0..<count {
                Self.write(first + index * stride, to: bytes, at: start)
                start = Int(ends[index]) + Self.name.utf8.count
            }
        }
    }

    /// Each worker has every n-th, so that together they take all.
    private mutating func nextPlace() -> Int {
        defer { taken += 1 }
        return worker + taken * stride
    }

    private func listed(_ place: Int, _ index: Int) -> String {
        guard let pattern = mail.recipientPattern else { return mail.addresses[place % mail.addresses.count] }
        return pattern.replacing("{n}", with: String(place)).replacing("{i}", with: String(index + 1))
    }

    private static let name = "user"

    private mutating func batch(_ envelope: Int, _ count: Int, from domain: Int) -> RecipientBatch {
        if let batch = batches[envelope] { return batch }
        var batch = RecipientBatch()
        let digits = String(repeating: "0", count: LoadTemplate.width)
        for index in 0..<count {
            batch.append(
                id: Int64(index),
                address: "\(Self.name)\(digits)@\(mail.domains[(domain + index) % mail.domains.count])")
        }
        if batchOctets + batch.bytes.count <= Self.kept {
            batchOctets += batch.bytes.count
            batches[envelope] = batch
        }
        return batch
    }

    // MARK: - Numbers

    private static func write(_ number: Int, to digits: inout [UInt8]) {
        digits.withUnsafeMutableBufferPointer { write(number, to: $0, at: 0) }
    }

    /// The last ``LoadTemplate/width`` digits of a number, over those of a smaller one: zeros before it are there already.
    private static func write(_ number: Int, to bytes: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var rest = UInt(bitPattern: number)
        var place = start + LoadTemplate.width
        while place > start, rest > 0 {
            place -= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes[place] = 0x30 + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        }
    }
}
