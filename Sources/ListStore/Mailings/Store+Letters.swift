package import FanmailDelivery
import Foundation
import GRDB
import MailingLists
package import SMTPCore

extension Store {
    /// What the messages of a mailing are made from, for each recipient; nil when the message is the same for all.
    package func letter(of mailing: Int64) throws(StoreFailure) -> [UInt8]? {
        try read { db in
            try Data.fetchOne(db, sql: "SELECT letter FROM mailing WHERE id = ?", arguments: [mailing]).map {
                [UInt8]($0)
            }
        }
    }

    /// What the author of a mailing's letter wrote, front matter and body; nil where it was no letter, where its files are
    /// kept, or where it was sent before texts were.
    package func letterText(of mailing: Int64) throws(StoreFailure) -> String? {
        try read { db in
            try String.fetchOne(db, sql: "SELECT letter_text FROM mailing WHERE id = ?", arguments: [mailing])
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
        // Of an address everybody has one.
        guard let column = Self.column(of: field, path: "path") else { return 0 }
        return try count(
            lists, segment, where: "coalesce(\(column.sql), '') = ''", column.paths)
    }

    /// How many of an audience have more than so many octets in some fields together.
    ///
    /// - Parameter fields: as `missing(_:of:segment:)` has them.
    package func withMore(
        than octets: Int, in fields: [String], of lists: [ListRecord], segment: SegmentRecord? = nil
    ) throws(StoreFailure) -> Int {
        var (sizes, arguments) = ([String](), [String: String]())
        for (index, field) in fields.enumerated() {
            guard let column = Self.column(of: field, path: "path\(index)") else { continue }
            sizes.append("length(CAST(coalesce(\(column.sql), '') AS BLOB))")
            arguments.merge(column.paths) { one, _ in one }
        }
        guard !sizes.isEmpty else { return 0 }
        return try count(lists, segment, where: "\(sizes.joined(separator: " + ")) > \(octets)", arguments)
    }

    /// Where a field of a letter is kept; the paths are arguments whose names begin with that one.
    private static func column(of field: String, path name: String) -> (sql: String, paths: [String: String])? {
        switch field {
        case "subscriber.name": return ("b.name", [:])
        case "subscriber.language": return ("b.language", [:])
        case _ where field.hasPrefix("attributes."):
            let names = field.composed.replacing("\"", with: "").split(separator: ".").dropFirst().map { String($0) }
            guard let first = names.first else { return nil }
            func path(_ first: String) -> String { "$.\"\(first)\"" + names.dropFirst().map { ".\"\($0)\"" }.joined() }
            let imported = SubscriberText.attributeName(ofHeading: first)
            // As a filter has it: the one with this very name, or else the one that an import calls so.
            return (
                "coalesce(json_extract(b.attributes, :\(name)), json_extract(b.attributes, :\(name)i))",
                [name: path(first), "\(name)i": path(imported.isEmpty ? first : imported)]
            )
        default: return nil
        }
    }

    private func count(
        _ lists: [ListRecord], _ segment: SegmentRecord?, where condition: String, _ paths: [String: String]
    ) throws(StoreFailure) -> Int {
        let arguments = StatementArguments(paths)
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
                            WHERE \(audience.condition) AND \(condition)
                            """, arguments: arguments + audience.arguments) ?? 0
            }
            return count
        }
    }
}
