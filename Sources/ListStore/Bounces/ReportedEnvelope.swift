import Foundation
import GRDB

/// An envelope that a report names by its token, and who of it there is still.
struct ReportedEnvelope {
    let mailing: Int64
    let list: Int64
    /// Subscribers' ids.
    let members: Set<Int64>

    /// - Returns: nil when it is gone.
    init?(_ id: Int64, _ db: Database) throws {
        let row = try Row.fetchOne(
            db, sql: "SELECT mailing, list, members FROM envelope WHERE id = ?", arguments: [id])
        guard let row else { return nil }
        (mailing, list) = (row[0], row[1])
        members = Set(try JSONDecoder().decode([Int64].self, from: Data((row[2] as String).utf8)))
    }
}
