import FanmailBasics
import FanmailMIME
import SMTPCore

/// The header of a message as it goes out, made from the author's.
struct FinalHeader {
    private(set) var lines: MendedLines
    private(set) var changes = HeaderChanges()
    /// With its angle brackets.
    private(set) var messageID = ""
    private let source: [UInt8]
    private let now: Timestamp
    private var hasDate = false
    private var hasRecipients = false
    private var hadBlindCopies = false

    private static let day = 86_400_000

    /// - Parameters:
    ///   - own: the fields that a list adds; empty when it adds none.
    ///   - newMessageID: where the author's message has none.
    ///   - capacity: of the whole message, in octets.
    init(
        of header: HeaderSection, _ source: [UInt8], own: [(name: String, value: String)], now: Timestamp,
        newMessageID: @autoclosure () -> String, capacity: Int
    ) throws(CompositionFailure) {
        lines = MendedLines(capacity: capacity)
        self.source = source
        self.now = now
        let hasTravelled = FieldRule.hasTravelled(header)
        for field in header.fields {
            switch FieldRule.fate(of: field.name) {
            case .dropped: drop(field)
            case .lists where !own.isEmpty:
                if own.contains(where: { field.isNamed($0.name) }) {
                    changes.replace(field.name)
                } else {
                    changes.remove(field.name)
                }
            case .travelled where hasTravelled && !own.isEmpty: changes.remove(field.name)
            case .droppedWhenEmpty where field.value.isEmpty:
                // These are made anew.
                if !field.isNamed("Date"), !field.isNamed("Message-ID") { changes.remove(field.name) }
            default: try keep(field)
            }
        }
        if hadBlindCopies, !hasRecipients { lines.append(field: "To", "undisclosed-recipients:;") }
        if !hasDate { lines.append(field: "Date", now.rfc5322Date) }
        if messageID.isEmpty {
            messageID = newMessageID()
            lines.append(field: "Message-ID", messageID)
        }
        for (name, value) in own { lines.append(field: name, value) }
    }

    private mutating func drop(_ field: HeaderSection.Field) {
        // What everybody expects is not worth a word.
        if field.isNamed("Bcc") { hadBlindCopies = true } else { changes.remove(field.name) }
    }

    private mutating func keep(_ field: HeaderSection.Field) throws(CompositionFailure) {
        if field.isNamed("To") || field.isNamed("Cc") { hasRecipients = true }
        if field.isNamed("Date"), takeDate(field) { return }
        if field.isNamed("Message-ID"), !takeMessageID(field) { return }
        let raw = source[field.range]
        guard MendedField.isNeeded(raw) || Self.lacksQuotes(field) else {
            try lines.append(raw, firstLine: field.line)
            return
        }
        do throws(MendedFieldFailure) {
            let mended = try MendedField(field.name, raw)
            lines.append(mended.bytes)
            changes.encode(field.name)
            if let address = mended.addressBeyondASCII {
                changes.warn(
                    line: field.line,
                    "\(field.name): \(address) goes beyond ASCII before its @; only servers with SMTPUTF8 take such a "
                        + "message, and the others refuse it for everybody")
            }
        } catch {
            throw CompositionFailure(line: field.line + error.line, error.reason)
        }
    }

    private static let addressFields = ["From", "To", "Cc", "Reply-To", "Sender"]

    /// Whether a name in it needs quotes that it does not have.
    private static func lacksQuotes(_ field: HeaderSection.Field) -> Bool {
        // Only of two @ one can stand in a name.
        guard addressFields.contains(where: field.isNamed), field.value.utf8.count(where: { $0 == 0x40 }) > 1 else {
            return false
        }
        return (try? AddressList(field.value))?.lacksQuotes == true
    }

    // MARK: - Date and Message-ID

    /// - Returns: whether the field was written, or another one will be.
    private mutating func takeDate(_ field: HeaderSection.Field) -> Bool {
        guard let date = RFC5322Date(field.value) else {
            changes.warn(
                line: field.line,
                "Date: \(field.value.prefix(60)) is no date (RFC 5322, 3.3); the present one takes its place, as when the "
                    + "field is removed")
            return true
        }
        hasDate = true
        let age = (now.milliseconds - date.timestamp.milliseconds) / Int64(Self.day)
        if age > 7 || age < -1 {
            changes.warn(
                line: field.line,
                "Date: \(field.value.prefix(60)) is \(abs(age)) days \(age > 0 ? "ago" : "ahead"), where mail programs "
                    + "will sort it; remove the field, and the message has the present one")
        }
        guard !date.hasRightWeekday else { return false }
        changes.warn(
            line: field.line,
            "Date: \(field.value.prefix(60)) names the wrong day of the week; it goes out as "
                + "\(date.timestamp.rfc5322Date)")
        lines.append(field: field.name, date.timestamp.rfc5322Date)
        return true
    }

    /// - Returns: whether it can stay.
    private mutating func takeMessageID(_ field: HeaderSection.Field) -> Bool {
        guard let id = MessageIdentifier.read(field.value) else {
            changes.warn(
                line: field.line,
                "Message-ID: \(field.value.prefix(60)) is none (RFC 5322, 3.6.4), which would be <something@domain>; a new "
                    + "one takes its place, as when the field is removed")
            return false
        }
        messageID = id
        return true
    }
}
