import GRDB

/// How a person stands with a list at this moment: by the spell that goes on, else by the latest. All others are history.
enum CurrentSpell {
    /// A condition on a subscription; what an import that is under way has written does not count.
    static func condition(_ spell: String, _ db: Database) throws -> String {
        let other = "of_\(spell)"
        return """
            (\(spell).ended IS NULL OR NOT EXISTS (SELECT 1 FROM subscription \(other) INDEXED BY subscription_of
                WHERE \(other).subscriber = \(spell).subscriber AND \(other).list = \(spell).list
                    AND (\(other).ended IS NULL OR \(other).id > \(spell).id)\(try UnfinishedImports(db).condition("\(other).id"))))
            """
    }
}
