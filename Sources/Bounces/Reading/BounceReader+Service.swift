import SMTPCore

extension BounceReader {
    mutating func fromService() -> BounceReading? {
        guard let text, !traits.isReplyOrForward, let notice = ServiceNotice(text.bytes) else {
            return nil
        }
        step("it holds a notice of a mailing service in JSON: \(notice.kind.prefix(40))")
        let action: ReportedAction
        switch notice.kind {
        case "Bounce": action = .failed
        case "DeliveryDelay": action = .delayed
        default: action = .delivered
        }
        let recipients = notice.recipients.map { one in
            var remark = Self.remark(one.diagnostic, one.address, server: nil, action: action)
            if let status = one.status.flatMap(StatusFields.status) { remark.status = status }
            return ReportedRecipient(address: one.address, source: .form, action: action, remark: remark)
        }
        return finished(notice.kind == "Complaint" ? .complaint : .delivery, recipients, nil)
    }
}
