/// The machine's part of a complaint (RFC 5965).
struct FeedbackFields {
    /// `abuse`, `fraud`, `virus`, `not-spam`, `other`, in lower case; nil where none is told.
    let type: String?
    /// Those who complained, as far as they were not made unreadable.
    let recipients: [String]
    let envelopeID: String?
    /// What stood in MAIL.
    let reversePath: String?
    let server: String?

    init(_ bytes: [UInt8]) {
        var recipients: [String] = []
        var removals: [String] = []
        var type: String?
        var envelopeID: String?
        var reversePath: String?
        var server: String?
        var at = 0
        while at < bytes.count, recipients.count < 100 {
            let fields = LooseFields(bytes, from: at)
            type = type ?? fields.first("feedback-type")?.lowercased()
            envelopeID = envelopeID ?? fields.first("original-envelope-id")
            reversePath = reversePath ?? fields.first("original-mail-from").flatMap(Self.address)
            server = server ?? fields.first("reporting-mta").flatMap(StatusFields.host)
            recipients += fields.all("original-rcpt-to").compactMap(Self.address)
            removals += fields.all("removal-recipient").compactMap(Self.address)
            removals += fields.all("redacted-address").filter { $0.contains("@") }.compactMap(Self.address)
            at = max(fields.end, at + 1)
        }
        self.type = type
        self.envelopeID = envelopeID
        self.reversePath = reversePath
        self.server = server
        self.recipients = recipients.isEmpty ? removals : recipients
    }

    /// A reader takes a complaint back, or a server tells of a check that failed (RFC 5965, 7.3; RFC 6591).
    var isNoComplaint: Bool { type.map { ["not-spam", "auth-failure", "dmarc"].contains($0.trimmedEnd) } ?? false }

    static func address(_ value: String) -> String? {
        guard let address = ReportedAddress.read(value), isReadable(address) else { return nil }
        return address
    }

    /// It was not made unreadable for the sake of privacy (RFC 6590).
    static func isReadable(_ address: String) -> Bool {
        let lower = address.lowercased()
        return !lower.contains("redacted") && !lower.contains("**") && !lower.contains("xxxxx")
            && !lower.contains("[removed]") && !lower.hasPrefix("hidden@") && !lower.hasPrefix("user-id-")
    }
}
