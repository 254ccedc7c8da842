/// The classes of octets that HTML and CSS are made of. What is not ASCII belongs to words, whatever it combines with.
extension UInt8 {
    var isASCIIAlphanumeric: Bool { isASCIILetter || (0x30...0x39).contains(self) }

    var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }

    /// Tab, line feed, form feed, carriage return, space.
    var isMarkupSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0C || self == 0x0D }

    /// Of ASCII's letters alone.
    var lowercase: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
