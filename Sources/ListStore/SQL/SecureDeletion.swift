import GRDB

extension Database {
    /// How every connection deletes: what is freed within a page is overwritten with zeros, which writes nothing that
    /// is not written anyway, so that pages that are split later leave no copies of old bytes behind. Whole pages that
    /// become free keep theirs. Source: https://www.sqlite.org/pragma.html#pragma_secure_delete
    func setUsualDeletion() throws { try execute(sql: "PRAGMA secure_delete = FAST") }

    /// Within the closure whole pages that become free are overwritten too.
    func zeroingWhatGoes<T>(_ body: () throws -> T) throws -> T {
        try execute(sql: "PRAGMA secure_delete = ON")
        defer { try? setUsualDeletion() }
        return try body()
    }
}
