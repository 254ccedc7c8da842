/// A name and the type of records that are wanted of it.
package struct DNSQuestion: Sendable, Hashable, CustomStringConvertible {
    /// In lower case, without the root's dot.
    package let name: String
    package let type: DNSRecordType

    package init(_ name: String, _ type: DNSRecordType) {
        let name = name.hasSuffix(".") ? String(name.dropLast()) : name
        self.name = name.utf8.contains { (0x41...0x5A).contains($0) } ? name.lowercased() : name
        self.type = type
    }

    package var description: String { "\(name) \(type)" }
}
