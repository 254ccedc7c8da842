package import Delivery
import Foundation
import GRDB
package import MailCore
import Roster

extension Store {
    /// What the messages of a mailing are made from, for each recipient; nil when the message is the same for all.
    package func letter(of mailing: Int64) throws(StoreFailure) -> [UInt8]? {
        try read { db in
            try Data.fetchOne(db, sql: "SELECT letter FROM mailing WHERE id = ?", arguments: [mailing]).map {
                [UInt8]($0)
            }
        }
    }

    /// What a letter may say of somebody; nil when nobody has the address.
    package func details(of address: Mailbox) throws(StoreFailure) -> RecipientDetails? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT id, name, language, attributes FROM subscriber WHERE address_key = ?",
                arguments: [address.key]
            ).map { RecipientDetails(subscription: $0[0], name: $0[1], language: $0[2], attributes: $0[3]) }
        }
    }

    /// How many of an audience a letter could not speak to: their name, language or an attribute is not known.
    ///
    /// - Parameter field: `subscriber.name`, `subscriber.language`, or `attributes.` and a name.
    package func missing(
        _ field: String, of lists: [ListRecord], segment: SegmentRecord? = nil
    ) throws(StoreFailure) -> Int {
        let column: String
        var arguments = StatementArguments()
        switch field {
        case "subscriber.name": column = "b.name"
        case "subscriber.language": column = "b.language"
        case _ where field.hasPrefix("attributes."):
            column = "json_extract(b.attributes, :path)"
            let names = field.composed.replacing("\"", with: "").split(separator: ".").dropFirst()
            arguments = ["path": "$" + names.map { ".\"\($0)\"" }.joined()]
        // Of an address everybody has one.
        default: return 0
        }
        return try read { db in
            let marks = try AudienceMarks(db)
            var count = 0
            for (position, list) in lists.enumerated() {
                let audience = Audience(
                    list: list.id, marks: marks, earlierLists: lists[..<position].map(\.id),
                    filter: segment?.filter)
                count +=
                    try Int.fetchOne(
                        db,
                        sql: """
                            SELECT count(*) FROM subscription s INDEXED BY audience
                            CROSS JOIN subscriber b ON b.id = s.subscriber
                            WHERE \(audience.condition) AND coalesce(\(column), '') = ''
                            """, arguments: arguments + audience.arguments) ?? 0
            }
            return count
        }
    }
}
