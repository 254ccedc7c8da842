import FanmailDelivery
import GRDB
import MailingLists

/// Who is to get a mailing from one of its lists: fixed by marks, walked in the order (domain, subscriber).
struct Audience: Sendable {
    let list: Int64
    /// Spells that were active then.
    let marks: AudienceMarks
    /// Lists of the same message that are named before this one: their subscribers get their copy there.
    let earlierLists: [Int64]
    /// Only these of them.
    var filter: Filter?
    /// And only who was drawn into this share.
    var share: AudienceShare?
    /// Who of them gets an envelope and a message of their own.
    var individual = ListDefinition.OneClickPolicy.never
    /// Who gets an envelope of their own besides, with the message that is the same for all.
    var turn: VERPTurn?
    /// Their messages speak of who they are.
    var readsPeople = false

    private func compiled(_ subscription: String) -> FilterSQL? {
        filter.map { FilterSQL($0, person: "q", subscription: subscription) }
    }

    /// What the filter in ``condition`` binds.
    var arguments: StatementArguments { compiled("s")?.arguments ?? StatementArguments() }

    /// The condition on a subscription `s`; what is inserted are numbers of our own.
    var condition: String {
        var sql = "s.list = \(list) AND \(marks.wasActive("s"))"
        // Whoever is on several lists is in the same share by each of them.
        if let share { sql += " AND \(share.condition("s.subscriber"))" }
        if !earlierLists.isEmpty {
            let lists = earlierLists.map(String.init).joined(separator: ", ")
            sql += """
                 AND NOT EXISTS (SELECT 1 FROM subscription p WHERE p.subscriber = s.subscriber AND p.list IN (\(lists)) \
                AND \(marks.wasActive("p"))\(met("p")))
                """
        }
        return sql + met("s")
    }

    /// ` AND ...`, which holds for a subscription whose subscriber meets the filter.
    private func met(_ subscription: String) -> String {
        compiled(subscription).map { " AND \(marks.met($0, "\(subscription).subscriber"))" } ?? ""
    }

    func count(_ db: Database, after cursor: AudienceCursor = AudienceCursor()) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM subscription s INDEXED BY audience
                WHERE \(condition) AND (s.domain, s.subscriber) > (?, ?)
                """, arguments: [cursor.domain, cursor.subscriber] + arguments) ?? 0
    }
}

/// How far a walk came.
struct AudienceCursor: Sendable, Equatable {
    var domain = ""
    var subscriber: Int64 = 0
}

/// A page of an audience, cut into envelopes.
struct AudiencePage: Sendable {
    var cuts: [EnvelopeCutter.Cut] = []
    /// Of those who have an envelope of their own, by subscriber.
    var details: [Int64: RecipientDetails] = [:]
    /// Members of the audience that get nothing, and why.
    var skipped: [(subscriber: Int64, reason: String)] = []
    /// Members who have left the list.
    var left: [Int64] = []
    var cursor: AudienceCursor
    /// Who left up to here is known to the page.
    var departureMark: Int64 = 0
    /// And who was suppressed.
    var suppressionMark: Int64 = 0
    var domainOrdinal = 0
    /// The walk is at its end.
    var isLast = false

    /// Each of those who have left is looked after by itself, under the lock: with so many the page ends.
    static let mostLeft = 500
    var isFull: Bool { left.count >= Self.mostLeft }
}

extension Audience {
    /// Reads the page behind a cursor, in one short read.
    ///
    /// - Parameters:
    ///   - limit: the most recipients in an envelope.
    ///   - rows: the most subscribers on the page; a multiple of `limit`.
    ///   - ways: how they are reached: those of one envelope in one way.
    func page(
        _ db: Database, after cursor: AudienceCursor, limit: Int, rows: Int, domainOrdinal: Int,
        ways: RouteLimits = .none
    ) throws -> AudiencePage {
        guard let connection = db.sqliteConnection else { throw DatabaseError(message: "no connection") }
        var page = AudiencePage(cursor: cursor)
        page.departureMark = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM departure") ?? 0
        page.suppressionMark = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM suppression") ?? 0
        let suppressed =
            page.suppressionMark == 0
            ? "NULL" : SuppressionSQL.reason(key: "b.address_key", domain: "s.domain")
        // Without these, the walk touches the index alone.
        let person = suppressed == "NULL" && !readsPeople ? "" : "CROSS JOIN subscriber b ON b.id = s.subscriber"
        // Of those individually mailed; the usual walk reads a million rows and needs none of it.
        let details =
            individual == .never
            ? "" : ", s.id, " + (readsPeople ? "b.name, b.language, b.attributes" : "NULL, NULL, NULL")
        let statement = try SQLStatement(
            connection,
            """
            SELECT s.subscriber, s.domain, s.address, s.ended, \(suppressed)\(details)
            FROM subscription s INDEXED BY audience \(person)
            WHERE \(condition) AND (s.domain, s.subscriber) > (:domain, :subscriber)
            ORDER BY s.domain, s.subscriber LIMIT :rows
            """)
        statement.bind(cursor.domain, at: statement.index(of: ":domain"))
        statement.bind(cursor.subscriber, at: statement.index(of: ":subscriber"))
        statement.bind(Int64(rows), at: statement.index(of: ":rows"))
        if let filter = compiled("s") { statement.bind(filter) }
        var cutter = EnvelopeCutter(limit: limit, ordinal: domainOrdinal)
        var domain = Array(cursor.domain.utf8)
        var read = 0
        var isIndividual = individual.applies(to: cursor.domain)
        var route = ways.route(of: cursor.domain, list: list)
        cutter.beginRoute(limit: ways.limit(of: route, limit))
        while try !page.isFull && statement.step() {
            read += 1
            let subscriber = statement.int(0)
            let isNewDomain = !domain.elementsEqual(statement.bytes(1))
            if isNewDomain {
                domain = Array(statement.bytes(1))
                let name = String(decoding: domain, as: UTF8.self)
                isIndividual = individual.applies(to: name)
                let next = ways.route(of: name, list: list)
                if next != route {
                    route = next
                    cutter.beginRoute(limit: ways.limit(of: next, limit))
                }
            }
            page.cursor.subscriber = subscriber
            if !statement.isNull(3) {
                page.left.append(subscriber)
            } else if !statement.isNull(4) {
                page.skipped.append((subscriber, SuppressionSQL.skipped(statement.text(4))))
            } else {
                if isIndividual {
                    func text(_ column: Int32) -> String? {
                        statement.isNull(column) ? nil : statement.text(column)
                    }
                    page.details[subscriber] = RecipientDetails(
                        subscription: statement.int(5), name: text(6), language: text(7), attributes: text(8))
                }
                if !isIndividual, let turn, turn.has(subscriber) {
                    cutter.appendAside(id: subscriber, address: statement.bytes(2), isNewDomain: isNewDomain)
                } else {
                    cutter.append(
                        id: subscriber, address: statement.bytes(2), isNewDomain: isNewDomain,
                        isIndividual: isIndividual)
                }
            }
        }
        page.cursor.domain = String(decoding: domain, as: UTF8.self)
        page.cuts = cutter.finish()
        page.domainOrdinal = cutter.domainOrdinal
        page.isLast = read < rows && !page.isFull
        return page
    }
}

extension ListDefinition.OneClickPolicy {
    /// Whether a recipient there gets an envelope of their own.
    package func applies(to domain: String) -> Bool {
        switch self {
        case .always: true
        case .largeReceivers: LargeReceivers.contains(domain)
        case .never: false
        }
    }
}
