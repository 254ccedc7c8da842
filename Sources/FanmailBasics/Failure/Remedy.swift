/// What helps against a failure, as a value: a command words it as a flag or as another command, a page as a link.
public struct Remedy: Hashable, Sendable, CustomStringConvertible {
    /// Which remedy it is. There may be more of them one day.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// As it is written in a log.
        public let description: String

        public init(_ name: String) { description = name }
    }

    public let code: Code
    /// What it is about, such as a list's name; empty where there is nothing to name. Safe to show.
    public let subject: String
    /// What that is to be done to, such as the record that a mechanism is to come into; empty where nothing more is to be
    /// named. Safe to show.
    public let target: String
    /// A clause that holds for every program: `see which mailings there are`.
    public let description: String

    /// - Parameters:
    ///   - subject: what quotes of others it holds is escaped; so it is in the target.
    ///   - words: a clause in the imperative, without a name of this or that program's.
    public init(_ code: Code, about subject: String = "", in target: String = "", _ words: String) {
        self.code = code
        self.subject = subject.escapedForTerminal
        self.target = target.escapedForTerminal
        description = words.escapedForTerminal
    }
}

extension Remedy.Code {
    /// To look at what there is: lists, mailings, subscribers, batches.
    public static let seeLists = Self("see-lists")
    public static let seeMailings = Self("see-mailings")
    public static let seeSubscribers = Self("see-subscribers")
    public static let seeBatches = Self("see-batches")
    /// To make a list, or a segment of one.
    public static let makeList = Self("make-list")
    public static let makeSegment = Self("make-segment")
    /// To bring an archived list back; it is about the list's name.
    public static let bringListBack = Self("bring-list-back")
    /// To send a message once more to who had it.
    public static let sendAgain = Self("send-again")
    /// To agree to what is asked.
    public static let agree = Self("agree")
    /// To say where a message is.
    public static let nameMessage = Self("name-message")
    /// To make a database.
    public static let makeDatabase = Self("make-database")
    /// To use another database.
    public static let useOtherDatabase = Self("use-other-database")
    /// To do without TLS, or to log in without it.
    public static let doWithoutTLS = Self("do-without-tls")
    public static let allowClearTextLogin = Self("allow-clear-text-login")
    /// To keep a password somewhere else than in a URL.
    public static let keepPasswordApart = Self("keep-password-apart")
    /// To take an entry off the suppression list; it is about the entry.
    public static let liftSuppression = Self("lift-suppression")
    /// To make a key that signs.
    public static let makeDKIMKey = Self("make-dkim-key")
    /// To ask the DNS.
    public static let askDNS = Self("ask-dns")
    /// To take addresses from a column; it is about its heading, or # and its number.
    public static let mapAddress = Self("map-address")
    public static let takeOtherColumn = Self("take-other-column")
}

extension Remedy {
    package static let seeLists = Self(.seeLists, "see which lists there are")
    package static let seeMailings = Self(.seeMailings, "see which mailings there are")
    package static let seeSubscribers = Self(.seeSubscribers, "see which subscribers there are")
    package static let seeBatches = Self(.seeBatches, "see which batches there are")
    package static let makeList = Self(.makeList, "make one from a list's definition")
    package static let makeSegment = Self(.makeSegment, "make one from a filter")
    package static let sendAgain = Self(.sendAgain, "say that it is to be sent once more")
    package static let nameMessage = Self(.nameMessage, "name a message's file")
    package static let agree = Self(.agree, "agree to it")
    package static let useOtherDatabase = Self(.useOtherDatabase, "name another one")
    package static let doWithoutTLS = Self(.doWithoutTLS, "do without TLS, where that is borne")
    package static let allowClearTextLogin = Self(.allowClearTextLogin, "allow it, where that is borne")
    package static let keepPasswordApart = Self(.keepPasswordApart, "leave it out, and give it apart")
    package static let makeDatabase = Self(.makeDatabase, "make one")
    package static let makeDKIMKey = Self(.makeDKIMKey, "make one")
    package static let askDNS = Self(.askDNS, "ask the DNS")

    package static func bringBack(list name: String) -> Self {
        Self(.bringListBack, about: name, "bring it back first")
    }

    package static func lift(suppression entry: String) -> Self {
        Self(.liftSuppression, about: entry, "take \(entry) off the suppression list first")
    }

    package static func mapAddress(to column: String) -> Self {
        Self(.mapAddress, about: column, "say which to mail, such as \(column)")
    }

    package static func takeOther(column: Int) -> Self {
        Self(.takeOtherColumn, about: "#\(column)", "column \(column) may be taken in its place")
    }
}
