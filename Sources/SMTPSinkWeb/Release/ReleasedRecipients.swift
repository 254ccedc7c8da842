import FanmailBasics
import SMTPProtocol
import SMTPSink

/// Recipients of a message that goes on, in groups of which each is asked about in the same way: what the envelope says of
/// reports is passed on as it came (RFC 3461, 5.2.2).
struct ReleasedRecipients {
    struct Group {
        /// Nil where nothing was said.
        let request: DSNRequest?
        /// Places among all.
        var places: [Int] = []
    }

    private(set) var groups: [Group] = []

    init(_ paths: [String], of message: SinkMessage) {
        let known = Dictionary(message.recipients.map { ($0.path.lowercased(), $0.parameters) }) { first, _ in first }
        var numbers: [[String]: Int] = [:]
        for (place, path) in paths.enumerated() {
            // Who is written to in place of its recipients has asked for nothing.
            let asked = Self.parameters(known[path.lowercased()] ?? [], ["NOTIFY", "ORCPT"])
            if numbers[asked.map(\.whole)] == nil {
                numbers[asked.map(\.whole)] = groups.count
                groups.append(Group(request: Self.request(message.mailParameters, asked)))
            }
            groups[numbers[asked.map(\.whole)] ?? 0].places.append(place)
        }
    }

    private typealias Parameter = (name: String, value: String, whole: String)

    private static func parameters(_ texts: [String], _ names: [String]) -> [Parameter] {
        texts.compactMap { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, names.contains(parts[0].uppercased()) else { return nil }
            return (parts[0].uppercased(), parts[1], text)
        }
    }

    private static func request(_ mail: [String], _ recipient: [Parameter]) -> DSNRequest? {
        let all = parameters(mail, ["RET", "ENVID"]) + recipient
        guard !all.isEmpty else { return nil }
        var request = DSNRequest(returned: nil, notify: nil, namesOriginalRecipient: false)
        for (name, value, _) in all {
            switch name {
            case "RET": request.returned = DSNRequest.Returned(rawValue: value.uppercased())
            case "ENVID": request.envelopeID = XText.decoded(value)
            case "NOTIFY": request.notify = notify(value)
            default: request.originalRecipient = value
            }
        }
        if let id = request.envelopeID, id.isEmpty || !id.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            request.envelopeID = nil
        }
        return request
    }

    private static func notify(_ value: String) -> DSNRequest.Notify {
        var notify: DSNRequest.Notify = []
        for word in value.uppercased().split(separator: ",") {
            switch word {
            case "SUCCESS": notify.insert(.success)
            case "FAILURE": notify.insert(.failure)
            case "DELAY": notify.insert(.delay)
            default: break
            }
        }
        return notify
    }
}
