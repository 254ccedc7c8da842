import FanmailBasics

/// What an octet of a text is.
extension UInt8 {
    var isWhite: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
    /// An ASCII letter in lower case; any other octet as it is.
    var lowered: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
    /// An ASCII letter.
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isWordPart: Bool { isDigit || isLetter }
    /// The same, or a part of a letter beyond ASCII.
    var isWord: Bool { self >= 0x80 || isWordPart }
}
