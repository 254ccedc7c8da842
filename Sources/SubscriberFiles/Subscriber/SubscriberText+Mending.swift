import MailingLists

extension SubscriberText {
    /// What is said of a name that ``mendLine(_:)`` has changed.
    static let nameNote = "control characters in the name became spaces"

    /// Makes spaces of control characters (C0, C1, DEL), in place; whether there were any.
    @inline(__always)
    static func mendLine(_ text: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        var isMended = false
        for index in 0..<text.count where text[index] < 0x20 || text[index] == 0x7F || text[index] == 0xC2 {
            if text[index] == 0xC2 {
                guard index + 1 < text.count, text[index + 1] < 0xA0 else { continue }
                text[index + 1] = 0x20
            }
            text[index] = 0x20
            isMended = true
        }
        return isMended
    }
}
