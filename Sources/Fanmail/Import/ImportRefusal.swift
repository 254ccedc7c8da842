/// Why a file was not imported; nothing was changed.
package enum ImportRefusal: Error, Equatable {
    /// So many of its lines cannot be used, and all of them have to be.
    case unusable(lines: Int)
    /// The rejected rows would overwrite the file that is read.
    case overwritesSource
}
