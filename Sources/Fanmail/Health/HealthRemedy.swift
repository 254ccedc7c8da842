/// What to do about a finding. Whoever shows it has the words, and the names of flags, settings or pages.
package enum HealthRemedy: Sendable, Equatable {
    // The database's file.
    /// A copy that was made before is to take its place.
    case restoreCopy
    /// The same file once more: what is left of it goes first.
    case importAgain
    case undoAgain(batch: Int64)
    /// The directory is to be the user's whose fanmail it is.
    case takeDirectory
    /// Somebody reads without an end.
    case endReading
    case makeRoom

    // Settings and lists.
    case setHostname
    case setOneClick
    case makeList

    // The relay.
    case setRelay
    /// Each step of the connection tells more.
    case lookAtSteps(relay: String)
    case trustCertificate
    case encrypt
    case removeUser

    // The DNS.
    case nameAddress
    case nameServer
    /// The address is to have a name, and the name the address.
    case askForName
    /// A record in zone file form (RFC 1035, 5.1).
    case publish(String)
    /// SPF is to end in refusal.
    case endInRefusal
    case mendText(domain: String)
    /// These mechanisms are to come into that SPF record.
    case addSenders(String, record: String)
    /// There is no key to sign with.
    case makeKey
    /// The DNS does not have the key's record.
    case publishKey
    case signAs(domain: String)
    /// DMARC is to say where reports go.
    case addReports(domain: String)
}
