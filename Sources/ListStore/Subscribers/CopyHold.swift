package import FanmailBasics

/// Why a copy has not gone yet, and until when that is so.
package struct CopyHold: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Its mailing is paused.
        case paused
        /// The process that sent its mailing is gone.
        case interrupted
        /// Its mailing is to the rest of an experiment, and no letter is picked.
        case pick
        /// Where it goes is paused by hand,
        case destinationPaused
        /// or was out of reach, or put off what it was offered, and is left alone for a while,
        case destinationBackOff
        /// or got as much as a rate allows.
        case rate
        /// It was put off, and is tried again.
        case nextAttempt
        /// What the server said was about the message, or the session was lost: it was put back, and nobody is charged.
        case putBack
        /// Its turn has not come: no envelope has been cut for it.
        case walk
        /// Its envelope is cut, and waits for a connection.
        case connection
        /// It is with the server.
        case reply
    }

    package let kind: Kind
    /// In one line; nil where the kind says it all.
    package var why: String?
    package var since: Timestamp?
    /// nil: nobody knows, or somebody has to do something.
    package var until: Timestamp?
}
