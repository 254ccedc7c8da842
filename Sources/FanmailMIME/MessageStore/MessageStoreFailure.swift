/// Why a store of messages cannot be made or written.
package struct MessageStoreFailure: Error, Sendable, Equatable {
    /// The directory or file.
    package let path: String
    /// A clause for a person.
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
