/// What a run keeps of an envelope whose message was refused or put off, to tell whose fault that is.
struct Objection {
    /// How often.
    var count = 0
    /// How many transactions had been accepted when it happened first.
    let acceptedBefore: Int
}
