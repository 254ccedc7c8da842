/// A letter as a reader would see it, before it becomes MIME.
package struct LetterContent: Sendable {
    package struct Image: Sendable {
        package let contentID: String
        /// `image/png`.
        package let type: String
        package let octets: [UInt8]

        package init(contentID: String, type: String, octets: [UInt8]) {
            (self.contentID, self.type, self.octets) = (contentID, type, octets)
        }
    }

    package let subject: String
    /// Nil for a letter of plain text.
    package let html: String?
    package let plain: String?
    /// What the HTML names with `cid:`.
    package let images: [Image]
}
