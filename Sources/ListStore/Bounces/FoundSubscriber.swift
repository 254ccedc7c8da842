/// A subscriber whom a report is about.
package struct FoundSubscriber: Sendable, Equatable {
    package let subscriber: Int64
    /// The address that was written to.
    package let address: String
    /// Nil where it is not known.
    package let mailing: Int64?
    /// Nil where it is not known.
    package let list: Int64?
    /// By what they were found, and how sure that is.
    package let attribution: BounceAttribution
    /// The probe that came back; nil where it is none that did.
    package var probe: Int64?
}
