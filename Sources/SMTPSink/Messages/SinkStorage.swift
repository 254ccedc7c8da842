/// Where a sink's messages lie. What it is given it has behind the next ``commit()``.
package protocol SinkStorage: Sendable {
    /// Takes a message, on the thread that keeps.
    ///
    /// - Returns: false where it cannot be kept.
    func add(_ message: KeptMessage) -> Bool
    /// Has what it was given, and forgets the oldest that there is no room for.
    ///
    /// - Returns: false where none of it could be kept.
    func commit() -> Bool
    /// How many there are, and their octets with those of their envelopes.
    var held: (count: Int, octets: Int) { get }
    /// The highest id that was given to a message; 0 before there was one.
    var lastID: Int { get }
    /// The id of the oldest that there is; the highest number where there is none.
    var firstID: Int { get }
    func message(_ id: Int) -> SinkMessage?
    /// Those of these ids that there are messages of.
    func known(_ ids: [Int]) -> [Int]
    /// Goes through what there is, from the oldest behind an id, or from the newest before one, until it is told false.
    func walk(from id: Int, isForward: Bool, _ body: (SinkMessage) -> Bool)
    /// - Returns: how many there were.
    func remove(_ ids: [Int]) -> Int
    func removeAll()
    /// Ends what it has open.
    func close()
}
