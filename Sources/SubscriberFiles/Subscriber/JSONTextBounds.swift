/// Where in JSON a text begins and ends (RFC 8259, 7).
struct JSONTextBounds {
    private(set) var isInside = false
    private var isEscaped = false

    /// Whether an octet is of a text, or closes it; the opening quote is not yet.
    mutating func holds(_ byte: UInt8) -> Bool {
        guard isInside else {
            isInside = byte == 0x22
            return false
        }
        if isEscaped {
            isEscaped = false
        } else if byte == 0x5C {
            isEscaped = true
        } else if byte == 0x22 {
            isInside = false
        }
        return true
    }
}
