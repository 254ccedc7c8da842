/// The types of records that are asked for, or met in replies (RFC 1035, 3.2.2; RFC 3596; RFC 6698, 7.1).
package enum DNSRecordType: UInt8, Sendable {
    case address4 = 1
    case alias = 5
    case authority = 6
    case pointer = 12
    case exchanger = 15
    case text = 16
    case address6 = 28
    case options = 41
    case tlsa = 52
}
