import FanmailBasics
import FanmailSettings

extension ListDefinition {
    /// As many as a setting may have.
    private static let mostPauses = 50

    /// `retry.pauses`: `["15s", "1m", "1h"]`.
    static func retryPauses(_ document: TOMLDocument) throws(InputFailure) -> [Duration]? {
        let key = "retry.pauses"
        guard let texts = try document.strings(key, atMost: mostPauses) else { return nil }
        var pauses: [Duration] = []
        for text in texts {
            do {
                pauses.append(try DurationText.parse(text))
            } catch {
                throw document.failure(key, "has a pause that is none: \(error.reason)")
            }
        }
        guard !pauses.isEmpty else {
            throw document.failure(key, "is empty; name a pause, such as \"15s\", or leave it out")
        }
        return pauses
    }
}
