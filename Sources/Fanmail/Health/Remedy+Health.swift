public import FanmailBasics

/// What to do about a finding of ``HealthCheck``.
extension Remedy.Code {
    // The database's file.
    /// A copy that was made before is to take its place.
    public static let restoreCopy = Self("restore-copy")
    /// The same file once more: what is left of it goes first.
    public static let importAgain = Self("import-again")
    /// It is about the batch's number.
    public static let undoAgain = Self("undo-again")
    /// Bounces are held; it is about the mailing's number.
    public static let decideOnBounces = Self("decide-on-bounces")
    /// The directory is to be the user's whose fanmail it is.
    public static let takeDirectory = Self("take-directory")
    /// Somebody reads without an end.
    public static let endReading = Self("end-reading")
    public static let makeRoom = Self("make-room")

    // Settings and lists.
    public static let setHostname = Self("set-hostname")
    public static let setOneClick = Self("set-one-click")
    public static let makeFirstList = Self("make-first-list")

    // The relay.
    public static let setRelay = Self("set-relay")
    /// Each step of the connection tells more; it is about the relay's URL.
    public static let lookAtSteps = Self("look-at-steps")
    public static let trustCertificate = Self("trust-certificate")
    public static let encrypt = Self("encrypt")
    public static let removeUser = Self("remove-user")

    // The DNS.
    public static let nameAddress = Self("name-address")
    public static let nameServer = Self("name-server")
    /// The address is to have a name, and the name the address.
    public static let askForName = Self("ask-for-name")
    /// It is about a record in zone file form (RFC 1035, 5.1).
    public static let publish = Self("publish")
    /// SPF is to end in refusal.
    public static let endInRefusal = Self("end-in-refusal")
    /// It is about the domain.
    public static let mendText = Self("mend-text")
    /// These mechanisms are to come into that SPF record.
    public static let addSenders = Self("add-senders")
    /// There is no key to sign with.
    public static let signMessages = Self("sign-messages")
    /// There are keys, and the settings do not name them: it is about their files, with commas between, in a domain.
    public static let nameKeys = Self("name-keys")
    /// The DNS does not have the key's record.
    public static let publishKey = Self("publish-key")
    /// It is about the domain.
    public static let signAs = Self("sign-as")
    /// DMARC is to say where reports go; it is about its domain.
    public static let addReports = Self("add-reports")
}

extension Remedy {
    static let restoreCopy = Self(.restoreCopy, "put a copy in its place that was made before")
    static let importAgain = Self(.importAgain, "import the file again: that clears it away first")
    static let takeDirectory = Self(.takeDirectory, "give the directory to whoever runs this")
    static let endReading = Self(.endReading, "somebody reads without an end: let them finish")
    static let makeRoom = Self(.makeRoom, "make room: a full disk stops a mailing")
    static let setHostname = Self(.setHostname, "set the name that the sending address has in the DNS")
    static let setOneClick = Self(.setOneClick, "give the list a page that unsubscribes, and one click (RFC 8058)")
    static let makeFirstList = Self(.makeFirstList, "make one from a list's definition")
    static let setRelay = Self(.setRelay, "set one, such as smtp://127.0.0.1:25")
    static let trustCertificate = Self(.trustCertificate, "name its authority, or its SHA-256")
    static let encrypt = Self(.encrypt, "use smtps://, or STARTTLS")
    static let removeUser = Self(.removeUser, "take the user out, or use port 587 or 465")
    static let nameAddress = Self(.nameAddress, "name it")
    static let nameServer = Self(.nameServer, "name a server that answers, and look again")
    static let askForName = Self(
        .askForName,
        "ask whoever the address is from for a PTR record with the server's name, and give that name the address")
    static let endInRefusal = Self(.endInRefusal, "end it in -all or ~all")
    static let signMessages = Self(.signMessages, "make a key, unless the relay signs")
    static let publishKey = Self(.publishKey, "publish the key's record")

    static func nameKeys(_ files: [String], domain: String) -> Self {
        let names = files.joined(separator: ", ")
        return Self(.nameKeys, about: names, in: domain, "set the keys that are there: \(names)")
    }

    static func decideOnBounces(mailing: Int64) -> Self {
        Self(
            .decideOnBounces, about: String(mailing),
            "decide on the bounces of mailing \(mailing): let them count, or take them back")
    }

    static func undoAgain(batch: Int64) -> Self {
        Self(.undoAgain, about: String(batch), "undo batch \(batch) again: that goes on with it")
    }

    static func lookAtSteps(relay: String) -> Self {
        Self(.lookAtSteps, about: relay, "look at each step of a connection to \(relay)")
    }

    static func publish(_ record: String) -> Self { Self(.publish, about: record, "publish \(record)") }

    static func mendText(domain: String) -> Self {
        Self(.mendText, about: domain, "mend the TXT record of \(domain)")
    }

    static func addSenders(_ senders: String, record: String) -> Self {
        Self(.addSenders, about: senders, in: record, "add \(senders) to: \(record)")
    }

    static func signAs(domain: String) -> Self {
        Self(.signAs, about: domain, "sign as \(domain), or as the domain of its owner that has the DMARC record")
    }

    static func addReports(domain: String) -> Self {
        Self(.addReports, about: domain, "add rua=mailto:dmarc@\(domain)")
    }
}
