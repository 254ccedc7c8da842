import Crypto
package import FanmailDNS

extension TLSARecord {
    /// Mail knows DANE-TA and DANE-EE alone (RFC 7672, 3.1.3), and no digests but those of RFC 6698.
    package var isUsable: Bool {
        guard usage == 2 || usage == 3, selector <= 1 else { return false }
        return switch matching {
        case 0: !data.isEmpty
        case 1: data.count == 32
        case 2: data.count == 64
        default: false
        }
    }

    /// Whether it is this certificate, or its key, that is meant.
    ///
    /// - Parameter certificate: in DER.
    package func matches(_ certificate: [UInt8]) -> Bool {
        guard isUsable, let selected = selector == 0 ? certificate : CertificateKey.info(of: certificate) else {
            return false
        }
        return switch matching {
        case 0: selected == data
        case 1: Array(SHA256.hash(data: selected)) == data
        default: Array(SHA512.hash(data: selected)) == data
        }
    }
}
