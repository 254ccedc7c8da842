import SMTPCore

/// One transaction on its way: what was written of it, what was answered.
struct TransactionSlot {
    enum Phase: Equatable {
        /// Nothing was written.
        case queued
        /// MAIL, RCPT, DATA are going out and being answered.
        case offering
        /// 354 came and someone wants the message; it waits for the gate.
        case ready
        /// The content was handed over for writing.
        case contentWritten
        /// 354 came though nobody wants the message: the lone dot was written.
        case loneDot
        /// BDAT was written and its octets come next.
        case chunkDue
        /// BDAT and its octets were handed over for writing; MAIL, RCPT and BDAT are being answered.
        case chunkWritten
    }

    enum Gate {
        case undecided, open, closed
    }

    let id: Int
    let transaction: MailTransaction
    var phase = Phase.queued
    var gate: Gate
    /// The last octet of the content was taken by the kernel, or may have been.
    var contentLeft = false
    /// The content goes behind BDAT (RFC 3030), which stands in DATA's place among the commands.
    let isChunked: Bool
    /// An address or the header goes beyond ASCII (RFC 6531).
    private(set) var needsSMTPUTF8: Bool
    /// RSET stands before its MAIL, because the transaction before it was not answered yet.
    var awaitsReset = false
    /// 421 to MAIL or a RCPT behind which BDAT had gone out already.
    var closing: Reply?

    /// Places of the recipients that are offered, when not all of them are.
    private(set) var offeredIndices: [Int]?
    /// How many are offered.
    private(set) var offered: Int
    /// Commands written and answered: MAIL is 0, RCPTs from 1, then DATA.
    var written = 0
    var answered = 0

    var mailRefusal: Reply?
    var accepted = 0
    var exceptions: [TransactionResult.Exception] = []
    /// Refused here, before anything was written.
    private var localExceptions: [TransactionResult.Exception] = []
    /// Beyond the server's limit of recipients.
    private var beyondLimit: [Int] = []
    private var isBeyondDomains = false
    /// LMTP: the replies after the data so far, one for each recipient that was accepted at RCPT, in their order.
    var deliveries: [Reply] = []
    /// It was refused here, for what this server does not offer.
    var isLack = false
    /// Got no copy where others may have one, and no reply of their own: for another transaction.
    var unheard: [Int] = []

    init(
        id: Int, transaction: consuming MailTransaction, capabilities: Capabilities = Capabilities(),
        isChunked: Bool = false
    ) {
        self.id = id
        self.isChunked = isChunked
        gate = transaction.gate == nil ? .open : .undecided
        needsSMTPUTF8 = transaction.content.has8BitHeader || !transaction.reversePath.isASCII
        offered = transaction.recipients.count
        let limit = capabilities.limits.recipients ?? .max
        let isPlain = transaction.recipients.bytes.withUnsafeBufferPointer {
            $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        }
        self.transaction = transaction
        guard !isPlain || offered > limit || capabilities.limits.domains != nil else { return }
        choose(limit, capabilities)
    }

    /// Who of the recipients is offered, who is refused here, and who is for another transaction.
    private mutating func choose(_ limit: Int, _ capabilities: Capabilities) {
        let recipients = transaction.recipients
        var indices: [Int] = []
        var domains = Set<String>()
        for index in 0..<recipients.count {
            let bytes = recipients.bytes[recipients.range(at: index)]
            guard CommandWriter.isSafe(bytes) else {
                refuse(index, (5, 1, 3), "the address has control characters; not sent")
                continue
            }
            let isASCII = bytes.allSatisfy { $0 < 0x80 }
            guard isASCII || capabilities.smtpUTF8 else {
                refuse(index, (5, 6, 7), "the address needs SMTPUTF8; not sent", isLack: true)
                continue
            }
            var isWithin = indices.count < limit
            if isWithin, let most = capabilities.limits.domains {
                let domain = recipients.domain(at: index).lowercased()
                isWithin = domains.contains(domain) || domains.count < most
                isBeyondDomains = isBeyondDomains || !isWithin
                if isWithin { domains.insert(domain) }
            }
            guard isWithin else {
                beyondLimit.append(index)
                continue
            }
            needsSMTPUTF8 = needsSMTPUTF8 || !isASCII
            indices.append(index)
        }
        offeredIndices = indices
        offered = indices.count
    }

    private mutating func refuse(
        _ index: Int, _ status: (UInt8, UInt16, UInt16), _ text: String, isLack: Bool = false
    ) {
        let status = EnhancedStatusCode(status.0, status.1, status.2)
        localExceptions.append(
            .init(index: index, reply: Reply(code: 553, status: status, text: text), isLack: isLack))
    }

    /// The place in the transaction's recipients of the n-th one offered, from 0.
    func index(of number: Int) -> Int { offeredIndices?[number] ?? number }

    /// LMTP: the replies after the data that are not the ending's. All of them, if the connection was lost before the last.
    private func deliveryExceptions(_ ending: TransactionResult.Ending) -> [TransactionResult.Exception] {
        guard !deliveries.isEmpty else { return [] }
        let refused = Set(exceptions.map(\.index))
        let accepted = (0..<offered).lazy.map { index(of: $0) }.filter { !refused.contains($0) }
        let all = zip(accepted, deliveries).map { TransactionResult.Exception(index: $0, reply: $1) }
        guard case .answered = ending else { return all }
        return all.filter { $0.reply.severity != .completed }
    }

    /// MAIL, RCPTs and DATA or BDAT.
    var commands: Int { offered + 2 }

    /// The result with this ending: exceptions in order, those beyond the server's limit apart.
    func result(_ ending: TransactionResult.Ending) -> TransactionResult {
        var result = TransactionResult(ending: ending)
        result.isLack = isLack
        // The usual case: nothing to sort out.
        if exceptions.isEmpty, localExceptions.isEmpty, beyondLimit.isEmpty, unheard.isEmpty, deliveries.isEmpty {
            return result
        }
        let isTooMany = tooMany
        var overflow = beyondLimit + unheard
        for (place, exception) in exceptions.enumerated() {
            if isTooMany(place, exception.reply) {
                overflow.append(exception.index)
            } else {
                result.exceptions.append(exception)
            }
        }
        let others = localExceptions + deliveryExceptions(ending)
        if !others.isEmpty {
            result.exceptions = (result.exceptions + others).sorted { $0.index < $1.index }
        }
        result.overflow = overflow.sorted()
        result.overflowTellsLimit = !isBeyondDomains && unheard.isEmpty
        return result
    }

    /// Tells 'too many recipients' from a refusal of the recipient: x.5.3; or 452 or 552 with no enhanced code where
    /// every later RCPT got the same. When the first recipient gets it, it is an ordinary deferral.
    private var tooMany: (_ place: Int, _ reply: Reply) -> Bool {
        guard accepted > 0, !exceptions.isEmpty else { return { _, _ in false } }
        var bareFrom = exceptions.count
        var expected = offered - 1
        if let last = exceptions.last?.reply, last.status == nil, last.code == 452 || last.code == 552 {
            while bareFrom > 0, exceptions[bareFrom - 1].reply.code == last.code,
                exceptions[bareFrom - 1].reply.status == nil,
                exceptions[bareFrom - 1].index == index(of: expected)
            {
                bareFrom -= 1
                expected -= 1
            }
        }
        return { place, reply in
            place >= bareFrom || (reply.status.map { $0.subject == 5 && $0.detail == 3 } ?? false)
        }
    }
}
