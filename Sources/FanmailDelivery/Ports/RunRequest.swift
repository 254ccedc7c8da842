/// What somebody else asks of a run that is under way.
package enum RunRequest: Sendable {
    /// Nobody else is to get a copy, for good.
    case cancel
    /// Open transactions are finished, and the mailing waits to be resumed.
    case pause
    /// The time until which it was to be sent is over: nobody else is to get a copy.
    case expire
}
