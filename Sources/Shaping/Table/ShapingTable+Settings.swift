package import FanmailBasics
package import FanmailSettings

extension ShapingTable {
    /// That of the program, with the file that settings name.
    ///
    /// - Throws: where that file cannot be read, or says what cannot be; with its line.
    package static func inForce(_ configuration: Configuration) throws(InputFailure) -> ShapingTable {
        guard let file = configuration.shapingFile.value else { return standard }
        return standard.adding(try ShapingFile.read(file))
    }
}
