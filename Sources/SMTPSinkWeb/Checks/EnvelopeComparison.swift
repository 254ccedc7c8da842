import Composition
import FanmailBasics
import FanmailDNS
import SMTPSink

/// The header beside the envelope: readers see the one, servers go by the other.
struct EnvelopeComparison {
    /// Something that stands in the one, in the other, or in both.
    struct Row: Sendable, Equatable {
        /// Such as `To: Ken <ken@example.org>`; empty where it stands in the envelope alone.
        let header: String
        /// Such as `RCPT TO:<ken@example.org>`; empty where it stands in the header alone.
        let envelope: String
        /// A clause for a person.
        let meaning: String
        /// The two say different things.
        let differs: Bool
    }

    private(set) var rows: [Row] = []
    private(set) var checks: [MessageCheck] = []
    /// Recipients that are not shown, since there are so many.
    private(set) var more = 0

    private static let mostShown = 100

    init(_ message: SinkMessage) {
        let header = message.header
        compareSenders(message)
        var named: [String: (field: String, address: MessageAddress)] = [:]
        let fields = [("To", header.to), ("Cc", header.cc), ("Bcc", header.bcc)]
        for (field, addresses) in fields {
            for address in addresses where named[address.address.lowercased()] == nil {
                named[address.address.lowercased()] = (field, address)
            }
        }
        let paths = Set(message.recipients.map { $0.path.lowercased() })
        var hidden = 0
        for recipient in message.recipients {
            let path = "RCPT TO:<\(recipient.path)>" + recipient.parameters.map { " \($0)" }.joined()
            if let known = named[recipient.path.lowercased()] {
                add(Row(header: Self.text(known), envelope: path, meaning: "named in \(known.field)", differs: false))
            } else {
                hidden += 1
                add(Row(header: "", envelope: path, meaning: "gets a copy that no field names", differs: true))
            }
        }
        var elsewhere = 0
        for (field, addresses) in fields {
            for address in addresses where !paths.contains(address.address.lowercased()) {
                elsewhere += 1
                let text = Self.text((field, address))
                add(Row(header: text, envelope: "", meaning: "named, and gets no copy by this envelope", differs: true))
            }
        }
        if hidden > 0 || elsewhere > 0 {
            var parts: [String] = []
            if hidden > 0 { parts.append("\(counted(hidden, "recipient")) that no field names") }
            if elsewhere > 0 {
                parts.append("\(counted(elsewhere, "address", "addresses")) named that this envelope does not have")
            }
            checks.append(
                .init(.warning, "Envelope", parts.joined(separator: ", ") + ": right for lists and blind copies"))
        }
    }

    private mutating func compareSenders(_ message: SinkMessage) {
        let author = message.header.from.first
        let header = author.map { Self.text(("From", $0)) } ?? ""
        let path = "MAIL FROM:<\(message.reversePath)>" + message.mailParameters.map { " \($0)" }.joined()
        let (one, other) = (author?.address.lowercased() ?? "", message.reversePath.lowercased())
        let alignment = DMARCAlignment(author: Self.domain(one), signer: Self.domain(other))
        let meaning: String
        if other.isEmpty {
            meaning = "nobody is told of failures, as is right for answers of machines alone"
        } else if one == other {
            meaning = "the same"
        } else if alignment == .aligned || alignment == .likely {
            meaning = "failures are told to another address, of the same domain"
        } else if alignment == .unknown {
            meaning = "failures are told to another domain: whether DMARC takes SPF's word for it, only the DNS knows"
        } else {
            meaning =
                "failures are told to another domain, for which SPF speaks: for DMARC, From wants a DKIM signature"
            checks.append(
                .init(.warning, "Envelope", "From is of \(Self.domain(one)), the reverse-path of \(Self.domain(other))")
            )
        }
        rows.append(Row(header: header, envelope: path, meaning: meaning, differs: one != other))
    }

    private mutating func add(_ row: Row) {
        if rows.count <= Self.mostShown { rows.append(row) } else { more += 1 }
    }

    private static func text(_ named: (field: String, address: MessageAddress)) -> String {
        let address = named.address
        return "\(named.field): " + (address.name.isEmpty ? address.address : "\(address.name) <\(address.address)>")
    }

    private static func domain(_ address: String) -> String {
        address.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }
}
