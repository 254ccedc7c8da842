import Foundation

/// Takes the secrets of a login out of what is shown and kept: a server may echo what it was sent, whole or in parts.
public struct SecretFilter: Sendable {
    /// So many octets in a row give a secret away.
    private static let length = 8
    /// A secret shorter than this is a word like any other.
    private static let shortest = 4

    /// Every run of so many octets of each secret.
    private var runs: Set<UInt64> = []
    /// Secrets that are shorter.
    private var words: [[UInt8]] = []

    /// Knows no secret.
    public init() {}

    var isEmpty: Bool { runs.isEmpty && words.isEmpty }

    /// Hides this, and whatever it is part of in base64, at whichever place.
    mutating func add(_ secret: String) {
        let bytes = Array(secret.utf8)
        hide(bytes)
        for shift in 0..<3 {
            let text = Array(Data([UInt8](repeating: 0, count: shift) + bytes).base64EncodedString().utf8)
            // Without the characters that have something of what stands before or behind.
            let end = (shift + bytes.count) / 3 * 4 + (shift + bytes.count) % 3
            hide(Array(text[..<min(end, text.count)].dropFirst(shift == 0 ? 0 : shift + 1)))
        }
    }

    /// Hides a text as it is.
    mutating func hide(_ bytes: [UInt8]) {
        guard bytes.count >= Self.length else {
            if bytes.count >= Self.shortest { words.append(bytes) }
            return
        }
        var run: UInt64 = 0
        for (place, byte) in bytes.enumerated() {
            run = run << 8 | UInt64(byte)
            if place >= Self.length - 1 { runs.insert(run) }
        }
    }

    /// The text with an ellipsis in place of each secret in it.
    public func redacted(_ text: String) -> String {
        guard !isEmpty, text.utf8.count >= Self.shortest else { return text }
        let bytes = Array(text.utf8)
        var isHidden = [Bool](repeating: false, count: bytes.count)
        var run: UInt64 = 0
        for (place, byte) in bytes.enumerated() {
            run = run << 8 | UInt64(byte)
            guard place >= Self.length - 1, runs.contains(run) else { continue }
            for hidden in (place - Self.length + 1)...place { isHidden[hidden] = true }
        }
        for word in words where word.count <= bytes.count {
            for start in 0...(bytes.count - word.count) where bytes[start..<(start + word.count)].elementsEqual(word) {
                for hidden in start..<(start + word.count) { isHidden[hidden] = true }
            }
        }
        guard isHidden.contains(true) else { return text }
        var shown: [UInt8] = []
        for (place, byte) in bytes.enumerated() {
            if !isHidden[place] {
                shown.append(byte)
            } else if place == 0 || !isHidden[place - 1] {
                shown.append(contentsOf: "…".utf8)
            }
        }
        return String(decoding: shown, as: UTF8.self)
    }
}
