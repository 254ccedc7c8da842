extension String {
    /// The text with each occurrence replaced, whatever combines with it: for what is syntax.
    package func replacingOctets(_ text: String, with replacement: String) -> String {
        guard utf8.firstRange(of: text.utf8) != nil else { return self }
        return String(decoding: Array(utf8).replacing(Array(text.utf8), with: Array(replacement.utf8)), as: UTF8.self)
    }
}
