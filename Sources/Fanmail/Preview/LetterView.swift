import Composition

/// A letter's message to one reader, in one language, as the list makes it.
package struct LetterView: Sendable {
    /// Nil for anybody.
    package let reader: String?
    /// Of its version; nil for the letter itself.
    package let language: String?
    /// Why they would get no copy, or another one; nil where they would get this one.
    package let notice: String?
    /// The message, with the list's fields and footer.
    package let source: [UInt8]
    package let message: ShownMessage

    init(reader: String?, language: String?, notice: String?, source: [UInt8]) {
        (self.reader, self.language, self.notice, self.source) = (reader, language, notice, source)
        message = ShownMessage(source)
    }

    /// For a switch: `ada@example.org`, `anybody, de`.
    var label: String { (reader ?? "anybody") + (language.map { ", \($0)" } ?? "") }
}
