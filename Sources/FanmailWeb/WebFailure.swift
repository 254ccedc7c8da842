/// Why a request gets nothing: a status, and one line for a person.
package struct WebFailure: Error {
    package let status: Int
    package let reason: String
    /// Of the answer's header, such as `Allow`.
    package var fields: [(name: String, value: String)] = []

    package init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    package static let notFound = WebFailure(404, "there is nothing here")
}
