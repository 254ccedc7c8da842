/// What holds for somebody's destinations, as one entry of a table has it.
package struct ShapingEntry: Hashable, Sendable {
    package let key: ShapingKey
    /// One of a kind.
    package let limits: [ShapingLimit]
    package let origin: ShapingOrigin

    package init(_ key: ShapingKey, _ limits: [ShapingLimit], origin: ShapingOrigin = .own) {
        self.key = key
        self.limits = limits
        self.origin = origin
    }
}
