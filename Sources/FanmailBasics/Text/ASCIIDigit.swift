extension UInt8 {
    /// 0 to 9.
    @inlinable
    package var isDigit: Bool { self &- 0x30 < 10 }
}
