import FanmailBasics
import MailingLists

/// How the people of a source stand with the list, and what is done about each row because of that.
extension SubscriberImport {
    enum Standing {
        case none
        case live(LiveSpell)
        /// Left; undone spells say nothing.
        case left(SpellEnding)
        /// Left at a moment, as nothing but this very source tells.
        case history(SpellEnding, at: Int64)
    }

    struct LiveSpell {
        let id: Int64
        /// This very source brought it.
        let isOwn: Bool
        /// They were asked to confirm, and alone can do so.
        var waits = false
    }

    enum Step {
        case join
        case comeBack(SpellEnding)
        /// A spell that is over is written down.
        case record
        /// The spell is over, as the source says.
        case end(LiveSpell)
        case nothing
        case isThere, staysAway

        /// Whether they are subscribed behind it.
        var isOnList: Bool {
            switch self {
            case .join, .comeBack, .isThere: true
            case .record, .end, .nothing, .staysAway: false
            }
        }
    }

    func standing(_ subscriber: Int64) throws -> Standing {
        let find = statements.findSpells
        find.bind(subscriber, at: 1)
        find.bind(list, at: 2)
        find.bind(batchID, at: 3)
        defer { find.reset() }
        var (ending, leftAt): (SpellEnding?, Int64) = (nil, 0)
        var (isNew, isOwn) = (true, true)
        while try find.step() {
            isNew = false
            if find.isNull(1) {
                let waits = find.bytes(3).elementsEqual(SubscriptionState.pending.rawValue.utf8)
                return .live(LiveSpell(id: find.int(0), isOwn: find.int(2) != 0, waits: waits))
            }
            if find.int(2) == 0 { isOwn = false }
            let state: SubscriptionState = find.text(3) == SubscriptionState.bounced.rawValue ? .bounced : .unsubscribed
            let found = SpellEnding(state: state, how: find.isNull(4) ? nil : find.text(4))
            if ending == nil, found != .undo { (ending, leftAt) = (found, find.int(5)) }
        }
        if isNew { return .none }
        return isOwn ? .history(ending ?? .undo, at: leftAt) : .left(ending ?? .undo)
    }

    func step(for row: Row, _ standing: Standing) throws -> Step {
        if row.leaves { return try leavingStep(for: row, standing) }
        switch standing {
        case .none: return .join
        case .live: return row.waits ? .nothing : .isThere
        case .history(let ending, let leftAt):
            // A spell behind one that is over, as an export of ours has them; else whoever left has left, in any order.
            let follows = row.waits || (row.joinedAt > 0 && row.joinedAt >= leftAt)
            return follows || ending.mayComeBack(by: options.wayBack) ? .join : .staysAway
        case .left where row.waits: return .nothing
        case .left(let ending): return ending.mayComeBack(by: options.wayBack) ? .comeBack(ending) : .staysAway
        }
    }

    private func leavingStep(for row: Row, _ standing: Standing) throws -> Step {
        switch standing {
        case .none: return .record
        case .history: return row.joinedAt > 0 ? .record : .nothing
        case .left(let ending):
            // Whom a file would bring back, and who left by themselves, is not brought back by the next one.
            return ending.mayComeBack(by: .importing) && !self.ending(of: row).mayComeBack(by: .importing)
                ? .record : .nothing
        case .live(let spell): return try spell.waits || isOldNews(row, spell) ? .nothing : .end(spell)
        }
    }

    func ending(of row: Row) -> SpellEnding {
        let consent = spells[Int(row.spell)]
        return SpellEnding(state: consent.state, how: consent.leftHow.map { String(decoding: $0, as: UTF8.self) })
    }

    /// Whether somebody is on the list who left it, as the source says, and came back after that.
    private func isOldNews(_ row: Row, _ spell: LiveSpell) throws -> Bool {
        guard let leftAt = spells[Int(row.spell)].leftAt?.milliseconds, spell.id > 0 else { return false }
        let find = statements.findYounger
        find.bind(spell.id, at: 1)
        find.bind(leftAt, at: 2)
        defer { find.reset() }
        return try find.step() && find.int(0) != 0
    }
}
