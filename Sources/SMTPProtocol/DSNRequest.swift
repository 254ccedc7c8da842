/// What delivery status notifications are asked for with a mail transaction (RFC 3461).
///
/// Said only to a server that offers DSN, and left out for any other.
/// ```
/// C: MAIL FROM:<bounces@lists.example> RET=HDRS ENVID=m12.84
/// C: RCPT TO:<ada@example.org> NOTIFY=FAILURE ORCPT=rfc822;ada@example.org
/// ```
public struct DSNRequest: Sendable, Equatable {
    /// How much of the message a report returns (RFC 3461, 4.3).
    public enum Returned: String, Sendable {
        /// The header section.
        case headers = "HDRS"
        /// The whole message.
        case full = "FULL"
    }

    /// When a recipient is reported on (RFC 3461, 4.1); empty for never.
    public struct Notify: OptionSet, Sendable {
        /// One bit for each.
        public let rawValue: UInt8

        /// From its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// When the copy was delivered.
        public static let success = Notify(rawValue: 1)
        /// When it could not be delivered.
        public static let failure = Notify(rawValue: 2)
        /// When it is late.
        public static let delay = Notify(rawValue: 4)
    }

    /// ENVID: comes back in every report. Printable ASCII and spaces, at most 100 octets once in xtext (RFC 3461, 4.4 and
    /// 5.4); nil for none.
    public var envelopeID: String?
    /// nil leaves it to the server.
    public var returned: Returned?
    /// nil leaves it to the server, which reports failures.
    public var notify: Notify?
    /// Whether each RCPT names its own address as the original recipient (ORCPT; RFC 3461, 4.2, and RFC 6533, 3).
    public var namesOriginalRecipient: Bool

    /// ORCPT of each RCPT, as it was written (RFC 3461, 4.2), in place of its own address: whoever passes mail on leaves it
    /// as it came. Printable ASCII without spaces; what is none is left out.
    package var originalRecipient: String?

    /// What mailings ask for when nothing else is said: the header of what failed, with the original recipient.
    public init(
        envelopeID: String? = nil, returned: Returned? = .headers, notify: Notify? = .failure,
        namesOriginalRecipient: Bool = true
    ) {
        self.envelopeID = envelopeID
        self.returned = returned
        self.notify = notify
        self.namesOriginalRecipient = namesOriginalRecipient
    }

    /// Why the envelope id cannot be sent; nil when it can.
    var envelopeIDFault: String? {
        guard var envelopeID else { return nil }
        return envelopeID.withUTF8 { octets in
            guard !octets.isEmpty else { return "the envelope id is empty" }
            guard octets.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                return "the envelope id has control characters, or others beyond ASCII"
            }
            return XText.length(of: octets) > 100 ? "the envelope id is longer than 100 octets" : nil
        }
    }
}

extension DSNRequest.Notify {
    /// The parameter of RCPT: never, or what is asked for. As literals, since one is written for every transaction.
    var parameter: StaticString {
        switch (contains(.success), contains(.failure), contains(.delay)) {
        case (false, false, false): " NOTIFY=NEVER"
        case (true, false, false): " NOTIFY=SUCCESS"
        case (false, true, false): " NOTIFY=FAILURE"
        case (false, false, true): " NOTIFY=DELAY"
        case (true, true, false): " NOTIFY=SUCCESS,FAILURE"
        case (true, false, true): " NOTIFY=SUCCESS,DELAY"
        case (false, true, true): " NOTIFY=FAILURE,DELAY"
        case (true, true, true): " NOTIFY=SUCCESS,FAILURE,DELAY"
        }
    }
}
