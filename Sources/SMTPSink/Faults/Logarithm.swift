#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The natural logarithm, from the system's library.
func logarithm(_ value: Double) -> Double { log(value) }
