import GRDB
import Testing

@testable import ListStore

extension Store {
    /// Expects that every recipient who was cut stands in one place: one envelope, or a row of their own, and that envelopes
    /// say truly how many members they have, and between which two of the walk.
    func expectPartition(_ comment: Comment? = nil, at location: SourceLocation = #_sourceLocation) throws {
        let twice = try lines(
            "SELECT mailing, subscriber, count(*) FROM recipient_outcome GROUP BY 1, 2 HAVING count(*) > 1")
        #expect(twice.isEmpty, comment, sourceLocation: location)
        let miscounted = try lines(
            """
            SELECT e.mailing, e.number, e.recipients, e.exceptions, e.members FROM envelope e
            WHERE e.is_retry = 0 AND (e.recipients <> json_array_length(e.members) OR e.exceptions <> (
                SELECT count(*) FROM exception x JOIN json_each(e.members) j ON j.value = x.subscriber
                WHERE x.mailing = e.mailing))
            """)
        #expect(miscounted.isEmpty, comment, sourceLocation: location)
        let astray = try lines(
            """
            SELECT e.mailing, e.number, s.id FROM envelope e JOIN json_each(e.members) j JOIN subscriber s ON s.id = j.value
            WHERE s.erased_at IS NULL AND NOT (s.domain, s.id)
                BETWEEN (e.first_domain, e.first_subscriber) AND (e.last_domain, e.last_subscriber)
            """)
        #expect(astray.isEmpty, comment, sourceLocation: location)
        let waiting = try lines("SELECT mailing, subscriber FROM exception WHERE outcome = 'deferred'")
        #expect(waiting.isEmpty, comment, sourceLocation: location)
        let numbers = try lines("SELECT mailing, number FROM envelope GROUP BY 1, 2 HAVING count(*) > 1")
        #expect(numbers.isEmpty, comment, sourceLocation: location)
    }
}
