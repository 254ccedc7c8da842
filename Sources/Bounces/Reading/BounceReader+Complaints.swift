import SMTPCore

/// Complaints and receipts.
extension BounceReader {
    mutating func complaint(_ feedback: FeedbackFields) -> BounceReading {
        step("it is a complaint (RFC 5965)\(feedback.type.map { ": \($0)" } ?? "")")
        if feedback.isNoComplaint {
            step("which calls nothing spam")
            return finished(.other, [], feedback.envelopeID)
        }
        var source = ReportedRecipient.Source.field
        var addresses = feedback.recipients
        if addresses.isEmpty {
            source = .returned
            addresses = complainers()
            step(
                "its fields name nobody; the message that came back: \(addresses.isEmpty ? "nobody" : addresses.joined(separator: ", "))"
            )
        }
        var remark = FailureRemark(text: feedback.type ?? "abuse", server: feedback.server, action: .delivered)
        let recipients = Self.unique(addresses).map { address in
            remark.domain = FailureRemark.domain(of: address)
            return ReportedRecipient(address: address, source: source, action: .delivered, remark: remark)
        }
        let reading = finished(.complaint, recipients, feedback.envelopeID)
        guard let path = feedback.reversePath, reading.returned?.reversePath == nil else { return reading }
        // What came back has a Return-Path only where somebody delivered it.
        var returned = reading.returned ?? ReturnedMessage()
        returned.reversePath = path
        return BounceReading(
            nature: reading.nature, recipients: recipients, envelopeID: reading.envelopeID, returned: returned,
            steps: reading.steps)
    }

    /// In the header of what somebody complained about.
    func complainers() -> [String] {
        guard let returned else { return [] }
        for name in ["x-hmxmroriginalrecipient", "x-rcpt-to", "x-original-to", "delivered-to", "envelope-to"]
            as [StaticString]
        {
            let told = returned.all(name).compactMap(FeedbackFields.address)
            if let first = told.first { return [first] }
        }
        let to = ReturnedMessage(returned).to.filter(FeedbackFields.isReadable)
        return to.count == 1 ? to : []
    }

    /// Of feedback loops that are older than their standard.
    mutating func fromOldFeedback() -> BounceReading? {
        let subject = traits.subject.lowercased()
        let isOne =
            subject.hasPrefix("complaint about message from") || subject.hasPrefix("email feedback report for ip")
            || subject.hasPrefix("abuse report") && parts.returned != nil
            || parts.header.first("from")?.lowercased().contains("scomp@aol.net") == true
            || parts.header.has("x-hmxmroriginalrecipient") || returned?.has("x-hmxmroriginalrecipient") == true
        guard isOne else { return nil }
        step("it is a complaint, as feedback loops before RFC 5965 wrote them")
        let told = parts.header.all("x-hmxmroriginalrecipient").compactMap(FeedbackFields.address)
        let addresses = told.isEmpty ? complainers() : told
        var remark = FailureRemark(text: "abuse", action: .delivered)
        let recipients = Self.unique(addresses).map { address in
            remark.domain = FailureRemark.domain(of: address)
            return ReportedRecipient(address: address, source: .returned, action: .delivered, remark: remark)
        }
        return finished(.complaint, recipients, nil)
    }

    mutating func fromDisposition(_ bytes: [UInt8]) -> BounceReading {
        let told = StatusFields(bytes + Array("\nAction: relayed\n".utf8))
        let fields = LooseFields(bytes)
        let disposition = fields.first("disposition")?.lowercased() ?? ""
        let automatic = parts.header.first("auto-submitted")?.lowercased() ?? ""
        // A filter that refused a message says so in a receipt (RFC 5429, 2.2).
        let isRefused =
            automatic.contains("rejected") || disposition.contains("denied")
            || disposition.contains("automatic-action") && disposition.contains("deleted")
                && (text?.has { if case .failure = $0 { true } else { false } } ?? false)
        step("it is a receipt (RFC 8098): \(disposition.isEmpty ? "of no disposition" : disposition)")
        if isRefused { step("which says that the message was refused") }
        let action: ReportedAction = isRefused ? .failed : .delivered
        let words = isRefused ? wordsOfText()[""] ?? "" : disposition
        let recipients = told.entries.compactMap { entry -> ReportedRecipient? in
            guard let address = entry.address else { return nil }
            return ReportedRecipient(
                address: address, original: entry.original, source: .field, action: action,
                remark: Self.remark(words, address, server: nil, action: action))
        }
        return finished(isRefused ? .delivery : .disposition, recipients, nil)
    }
}
