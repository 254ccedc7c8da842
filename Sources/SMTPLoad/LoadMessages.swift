import FanmailBasics
import SMTPCore
import SMTPProtocol

/// What is sent: envelopes and messages by the plan's distributions.
struct LoadMessages {
    struct Made {
        let id: String?
        let digest: String?
        let transaction: MailTransaction
    }

    private let plan: LoadPlan
    private let worker: Int
    private let sender: ReversePath
    private var draws: SeededDraws
    private var number = 0
    private var taken = 0
    /// Messages by size, and envelopes by count: where nothing is unique they are made once.
    private var contents: [Int: EncodedContent] = [:]
    private var batches: [Int: RecipientBatch] = [:]

    init(_ plan: LoadPlan, worker: Int, sender: ReversePath) {
        self.plan = plan
        self.worker = worker
        self.sender = sender
        draws = SeededDraws(seed: plan.seed &+ UInt64(worker) &* 0x2545_F491_4F6C_DD1D)
    }

    mutating func next() throws(ContentFailure) -> Made {
        let count =
            if case .fixed(let value) = plan.recipients { value } else { plan.recipients.value(draws.fraction()) }
        let size = if case .fixed(let value) = plan.size { value } else { plan.size.value(draws.fraction()) }
        number += 1
        if !plan.addresses.isEmpty || plan.recipientPattern != nil {
            return try listed(count, size)
        }
        guard plan.isUnique else {
            let transaction = MailTransaction(
                reversePath: sender, recipients: batch(count), content: try content(size))
            return Made(id: nil, digest: nil, transaction: transaction)
        }
        let id = "\(plan.run).\(worker).\(number)"
        let message = message(size, id: id)
        var batch = RecipientBatch()
        for index in 0..<count { batch.append(id: Int64(index), address: Self.recipient(id, index, domain(index))) }
        return Made(
            id: id, digest: Digest64(message, seed: 0).hex,
            transaction: MailTransaction(
                reversePath: sender, recipients: batch, content: try EncodedContent(message)))
    }

    /// An envelope of the addresses or the pattern that the plan has; with an id of its own where it is to be unique.
    private mutating func listed(_ count: Int, _ size: Int) throws(ContentFailure) -> Made {
        var batch = RecipientBatch()
        for index in 0..<count { batch.append(id: Int64(index), address: nextAddress()) }
        let id = plan.isUnique ? "\(plan.run).\(worker).\(number)" : nil
        guard let id else {
            return Made(
                id: nil, digest: nil,
                transaction: MailTransaction(reversePath: sender, recipients: batch, content: try content(size)))
        }
        let message = message(size, id: id)
        return Made(
            id: id, digest: Digest64(message, seed: 0).hex,
            transaction: MailTransaction(
                reversePath: sender, recipients: batch, content: try EncodedContent(message)))
    }

    /// Each worker has every n-th, so that together they take all.
    private mutating func nextAddress() -> String {
        defer { taken += 1 }
        let place = worker + taken * max(1, plan.threads)
        guard let pattern = plan.recipientPattern else { return plan.addresses[place % plan.addresses.count] }
        return pattern.replacing("{n}", with: String(place))
    }

    /// The forward-path of a recipient of a unique envelope.
    static func recipient(_ id: String, _ index: Int, _ domain: String) -> String { "\(id).\(index)@\(domain)" }

    private func domain(_ index: Int) -> String { plan.domains[index % plan.domains.count] }

    private mutating func batch(_ count: Int) -> RecipientBatch {
        if let batch = batches[count] { return batch }
        var batch = RecipientBatch()
        for index in 0..<count { batch.append(id: Int64(index), address: "user\(index)@\(domain(index))") }
        if batches.count < 4096 { batches[count] = batch }
        return batch
    }

    private mutating func content(_ size: Int) throws(ContentFailure) -> EncodedContent {
        // Sizes of a distribution are rounded up, so that not every one of them is kept.
        let rounded = contents.count < 64 ? size : (size + 4095) & ~4095
        if let content = contents[rounded] { return content }
        let content = try EncodedContent(message(rounded, id: "\(plan.run).\(rounded)"))
        if contents.count < 256 { contents[rounded] = content }
        return content
    }

    /// A message of so many octets, or a few more when the header alone is longer.
    private func message(_ size: Int, id: String) -> [UInt8] {
        let head =
            "From: <\(plan.sender)>\r\nTo: <\(plan.sender)>\r\nSubject: fanmail bench\r\nMessage-ID: <\(id)@bench.example>\r\n\r\n"
        var message = Array(head.utf8)
        message.reserveCapacity(size + 80)
        let line = Array("0123456789012345678901234567890123456789012345678901234567890123456789012345\r\n".utf8)
        while message.count + line.count <= size { message += line }
        let left = size - message.count
        if left >= 3 { message += line.prefix(left - 2) + [0x0D, 0x0A] }
        return message
    }
}
