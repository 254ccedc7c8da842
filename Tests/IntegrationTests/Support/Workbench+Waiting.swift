import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Workbench {
    private static let waitingLimit: Duration = .seconds(120)

    /// Waits until something holds; the test fails where it never does.
    func wait(
        _ what: String, at location: SourceLocation = #_sourceLocation, until condition: () throws -> Bool
    ) rethrows {
        let end = ContinuousClock.now + Self.waitingLimit
        while ContinuousClock.now < end {
            if try condition() { return }
            usleep(20_000)
        }
        Issue.record("it never happens: \(what)", sourceLocation: location)
    }
}
