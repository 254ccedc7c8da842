import FanmailBasics

/// What a mailing service writes for programs: the JSON of Amazon SES, as its notifications bring it by mail.
struct ServiceNotice {
    struct Recipient {
        let address: String
        let diagnostic: String
        let status: String?
    }

    /// `Bounce`, `Complaint`, `Delivery`, `DeliveryDelay` …
    let kind: String
    let recipients: [Recipient]

    private static let mostRecipients = 1_000

    /// - Returns: nil when the text holds nothing of the kind.
    init?(_ text: [UInt8]) {
        let head = text[...]
        guard head.holds("\"notificationtype\"") || head.holds("\"eventtype\""),
            let object = Self.object(text),
            var notice = try? JSONValue(parsing: object, depthLimit: 12)
        else { return nil }
        // Around it, the notice of the service that carries it.
        if let inner = notice["Message"]?.string,
            let read = try? JSONValue(parsing: inner, depthLimit: 12)
        {
            notice = read
        }
        guard let kind = notice["notificationType"]?.string ?? notice["eventType"]?.string else {
            return nil
        }
        self.kind = kind
        let lists: [(String, String)] = [
            ("bounce", "bouncedRecipients"), ("complaint", "complainedRecipients"),
            ("deliveryDelay", "delayedRecipients"),
        ]
        recipients = lists.flatMap { object, list -> [Recipient] in
            guard case .array(let values)? = notice[object]?[list] else { return [] }
            return values.prefix(Self.mostRecipients).compactMap { value in
                guard let told = value["emailAddress"]?.string,
                    let address = AddressSpotter.first(in: told, wide: true)
                else {
                    return nil
                }
                let diagnostic = StatusFields.afterType(value["diagnosticCode"]?.string ?? "")
                return Recipient(address: address, diagnostic: diagnostic, status: value["status"]?.string)
            }
        }
    }

    /// From the first brace to the one that closes it.
    private static func object(_ text: [UInt8]) -> [UInt8]? {
        guard let start = text.firstIndex(of: UInt8(ascii: "{")) else { return nil }
        var (depth, at, isString) = (0, start, false)
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\\") where isString: at += 1
            case UInt8(ascii: "\""): isString.toggle()
            case UInt8(ascii: "{") where !isString: depth += 1
            case UInt8(ascii: "}") where !isString:
                depth -= 1
                if depth == 0 { return Array(text[start...at]) }
            default: break
            }
            at += 1
        }
        return nil
    }
}
