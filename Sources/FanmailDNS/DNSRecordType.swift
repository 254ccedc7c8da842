/// The types of records that are asked for (RFC 1035, 3.2.2; RFC 3596).
enum DNSRecordType: UInt8, Sendable {
    case address4 = 1
    case pointer = 12
    case exchanger = 15
    case text = 16
    case address6 = 28
}
