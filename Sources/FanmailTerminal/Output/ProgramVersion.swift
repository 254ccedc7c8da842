/// What `fanmail --version` says, and what reports name.
package enum ProgramVersion {
    /// The program's name, and its number.
    package static let text = "fanmail 1.0"
}
