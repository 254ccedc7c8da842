package import FanmailDelivery
import Synchronization

/// What is learned of destinations, and asked of them, in the database of the journal.
extension SQLiteJournal {
    package func remembered(_ name: String) async -> LearnedDestination? {
        let name = name.isEmpty ? relay : name
        return await store.apart { [store] in try? Patience.ofJournal { try store.learned(name) } }
    }

    package func store(_ statuses: [DestinationStatus]) {
        guard !statuses.isEmpty else { return }
        let isFirst = destinations.withLock { buffer in
            for var status in statuses {
                if status.name.isEmpty { status.name = relay }
                buffer.told[status.name] = status
            }
            defer { buffer.isOnItsWay = true }
            return !buffer.isOnItsWay
        }
        guard isFirst else { return }
        // What cannot be written now is overtaken by what is told meanwhile.
        let work = Work(kind: "destinations") { [self] writer in
            let told = destinations.withLock { $0.told }
            try writer.write(told)
            return { [self] in wrote(told) }
        } fail: { [self] _ in
            destinations.withLock { $0.isOnItsWay = false }
        }
        enqueue { $0.works.append(work) }
    }

    private func wrote(_ told: [String: DestinationStatus]) {
        let rest = destinations.withLock { buffer in
            for (name, status) in told where buffer.told[name] == status { buffer.told[name] = nil }
            buffer.isOnItsWay = false
            return Array(buffer.told.values)
        }
        store(rest)
    }

    package func destinationRequests() async -> DestinationRequests {
        let requests = await store.apart { [store] in try? Patience.ofJournal { try store.destinationRequests() } }
        return destinations.withLock { buffer in
            // A pause does not end because the database is busy.
            guard var requests else { return buffer.requests }
            // Of a run with one destination that has no name.
            requests.pauses[""] = requests.pauses[relay]
            requests.flushes[""] = requests.flushes[relay]
            buffer.requests = requests
            return requests
        }
    }
}
