/// Text in whatever charset it came.
package enum CharsetText {
    /// What cannot be read in its charset is replaced by U+FFFD. Where the charset is not known, what is no UTF-8 is read
    /// as Windows-1252, in which each octet is a character: nothing of it is lost.
    ///
    /// - Parameter charset: as a message names it; nil where it does not.
    package static func decode(_ octets: ArraySlice<UInt8>, _ charset: String?) -> String {
        var tables = CharsetTables()
        return tables.text(of: octets, Charset(charset)) ?? CharsetTables.unlabelled(octets)
    }
}
