package import FanmailBasics

/// A message with the envelope it came in, which a store tells in front of the header: `Return-Path` (RFC 5321, 4.4) and a
/// `Delivered-To` for each recipient.
package struct DeliveredMessage {
    package let at: Timestamp
    /// Tells it from others of the same moment, in the name of its file.
    package let number: Int
    /// Without angle brackets; empty for the null reverse-path.
    package let reversePath: String
    package let forwardPaths: [String]
    /// Hands out its octets in order, in pieces.
    ///
    /// - Returns: false when some cannot be read.
    package let content: (_ piece: (UnsafeRawBufferPointer) -> Void) -> Bool

    package init(
        at: Timestamp, number: Int, reversePath: String, forwardPaths: [String],
        content: @escaping (_ piece: (UnsafeRawBufferPointer) -> Void) -> Bool
    ) {
        self.at = at
        self.number = number
        self.reversePath = reversePath
        self.forwardPaths = forwardPaths
        self.content = content
    }

    /// - Returns: false when some of it cannot be read.
    func write(to writer: inout MailFileWriter) -> Bool {
        writer.write("Return-Path: <\(reversePath)>\n")
        for path in forwardPaths { writer.write("Delivered-To: \(path)\n") }
        return content { writer.write($0) }
    }
}
