/// A file that travels in a letter: a picture or an attachment.
package struct LetterAttachment: Sendable, Hashable {
    package let name: String
    package let type: String
    /// In octets.
    package let size: Int

    package init(name: String, type: String, size: Int) { (self.name, self.type, self.size) = (name, type, size) }
}
