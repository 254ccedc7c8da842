/// What a record says (RFC 1035, 3.3; RFC 6698, 2.1).
package enum DNSRecord: Sendable, Hashable {
    case address(IPAddress)
    case exchanger(preference: Int, host: String)
    /// The record's strings put together.
    case text([UInt8])
    /// A name: that a pointer leads to, or that an alias stands for.
    case name(String)
    case tlsa(TLSARecord)

    /// nil where the octets of the message are no record of this type.
    init?(_ type: DNSRecordType, _ message: [UInt8], _ data: Range<Int>) {
        switch type {
        case .address4, .address6:
            guard data.count == (type == .address4 ? 4 : 16) else { return nil }
            self = .address(IPAddress(bytes: Array(message[data])))
        case .alias, .pointer:
            guard let (name, end) = DNSName.read(message, data.lowerBound), end == data.upperBound else { return nil }
            self = .name(name)
        case .exchanger:
            guard data.count >= 3, let (host, end) = DNSName.read(message, data.lowerBound + 2), end == data.upperBound
            else { return nil }
            let preference = Int(message[data.lowerBound]) << 8 | Int(message[data.lowerBound + 1])
            self = .exchanger(preference: preference, host: host)
        case .text:
            var text: [UInt8] = []
            var place = data.lowerBound
            while place < data.upperBound {
                let next = place + 1 + Int(message[place])
                guard next <= data.upperBound else { return nil }
                text += message[(place + 1)..<next]
                place = next
            }
            self = .text(text)
        case .tlsa:
            guard data.count > 3 else { return nil }
            let octets = Array(message[data])
            self = .tlsa(
                TLSARecord(usage: octets[0], selector: octets[1], matching: octets[2], data: Array(octets[3...])))
        case .authority, .options: return nil
        }
    }
}
