import GRDB

extension Store {
    /// Changes whom an import names, who was known before and is on the list, as ``ImportOptions/change`` says; of a dry
    /// run it counts. In short transactions: whoever is killed meanwhile has changed some, and changes the others when the
    /// source is imported again.
    func change(named run: SubscriberImport) throws {
        guard let change = run.options.change else { return }
        // As of any change of a person, nothing is left of what they were in the free space of the file.
        let slices = try WriteSlices(pool, kind: "edit", zeroesWhatGoes: true, isSynced: true)
        var result = Editing()
        var last: Int64 = 0
        while true {
            // The writing connection has the table of who is named.
            let people = try pool.writeWithoutTransaction { [last] db in
                try Int64.fetchAll(
                    db, sql: "SELECT subscriber FROM temp.named WHERE subscriber > ? ORDER BY subscriber LIMIT 1000",
                    arguments: [last])
            }
            guard let end = people.last else { break }
            last = end
            if run.options.isDryRun {
                try read { db in
                    for id in people { try Self.edit(id, change, &result, writes: false, db) }
                }
            } else {
                try slices.run(people.count) { try Self.edit(people[$1], change, &result, writes: true, $0) }
            }
        }
        run.counts.changed = result.changed
        run.counts.unchangeable = result.refused
    }
}
