import Foundation

/// Who is at the command line, for the history of consent.
enum OperatorName {
    /// The name of the account; its number where it has none.
    static var current: String {
        guard let account = getpwuid(getuid()) else { return "\(getuid())" }
        return String(cString: account.pointee.pw_name)
    }
}
