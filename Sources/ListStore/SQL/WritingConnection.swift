import GRDB

/// The connection that writes, for statements that outlive one access to it.
///
/// GRDB opens its connections without SQLite's own locks and lets one thread at a time at them, so that such a statement
/// cannot be finalised wherever its last owner happens to let go of it.
struct WritingConnection {
    let pointer: OpaquePointer
    let writer: any DatabaseWriter

    init(_ db: Database, of writer: any DatabaseWriter) throws {
        guard let pointer = db.sqliteConnection else { throw DatabaseError(message: "no connection") }
        self.pointer = pointer
        self.writer = writer
    }
}
