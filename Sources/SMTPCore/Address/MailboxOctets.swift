/// The character classes of a mailbox, as bit sets: no table in memory on the hot path.
extension UInt8 {
    /// `atext` of RFC 5322, 3.2.3.
    @inline(__always)
    var isAtomText: Bool {
        // ! # $ % & ' * + - / 0-9 = ?
        let low: UInt64 = 0xA3FF_ACFA_0000_0000
        // A-Z ^ _ ` a-z { | } ~
        let high: UInt64 = 0x7FFF_FFFF_C7FF_FFFE
        return self < 64 ? low >> UInt64(self) & 1 == 1 : self < 128 && high >> UInt64(self & 63) & 1 == 1
    }

    /// The octets of a domain label (RFC 1123, 2.1).
    @inline(__always)
    var isLetterDigitHyphen: Bool {
        let low: UInt64 = 0x03FF_2000_0000_0000
        let high: UInt64 = 0x07FF_FFFE_07FF_FFFE
        return self < 64 ? low >> UInt64(self) & 1 == 1 : self < 128 && high >> UInt64(self & 63) & 1 == 1
    }

    @inline(__always)
    var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
