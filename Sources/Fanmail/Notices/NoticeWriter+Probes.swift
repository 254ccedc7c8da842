import ListStore
import MailingLists

extension NoticeWriter {
    /// Settles probes whose time is over, and writes down the letters of those that have none yet: of one that a bounce
    /// opened just now, or whose writer or sender died. It blocks, as the database does.
    ///
    /// - Returns: how many.
    @discardableResult
    package func writeProbes() throws -> Int {
        try store.settleProbes()
        var (written, last) = (0, Int64(0))
        var lists: [Int64: ListRecord] = [:]
        while true {
            let probes = try store.probesToWrite(after: last)
            guard let end = probes.last else { return written }
            last = end.id
            if lists.isEmpty { lists = Dictionary(try store.lists().map { ($0.id, $0) }) { $1 } }
            for probe in probes {
                guard let list = lists[probe.list] else { continue }
                // Who has left in this moment has no token, and gets no letter.
                let token = try? store.token(.unsubscribe, for: probe.mailbox, list: list, lasting: Store.leaveLifetime)
                let text = ProbeText(mailbox: probe.mailbox, list: list, token: token)
                if try store.queue(probe, message: text.message()) != nil { written += 1 }
            }
        }
    }
}
