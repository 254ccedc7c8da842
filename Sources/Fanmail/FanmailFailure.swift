/// Why something could not be done: one line for a person, and the exit status that says the kind (sysexits.h).
public struct FanmailFailure: Error, Sendable {
    public enum Kind: Sendable, Equatable {
        case usage, unusableInput, noInput, refusals, unavailable, disk, tryLater, configuration

        /// As documented for the command line.
        public var exitStatus: Int32 {
            switch self {
            case .usage: 64
            case .unusableInput: 65
            case .noInput: 66
            case .refusals: 67
            case .unavailable: 69
            case .disk: 74
            case .tryLater: 75
            case .configuration: 78
            }
        }
    }

    public let kind: Kind
    /// What, where, why, and what to do.
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var exitStatus: Int32 { kind.exitStatus }
}
