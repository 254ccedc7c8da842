#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What a generator runs on: figures of two machines are not compared unawares.
public struct LoadMachine: Sendable, Codable, Equatable {
    /// Its name in the network.
    public var name: String
    /// The kernel and its release, and the processor's kind.
    public var system: String
    /// Processor cores that are in use.
    public var cores: Int
    /// Octets.
    public var memory: Int

    /// This one.
    public static var here: LoadMachine {
        var names = utsname()
        uname(&names)
        func text<Octets>(_ octets: Octets) -> String {
            withUnsafeBytes(of: octets) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return LoadMachine(
            name: text(names.nodename), system: "\(text(names.sysname)) \(text(names.release)) \(text(names.machine))",
            cores: max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
            memory: max(0, Int(sysconf(Int32(_SC_PHYS_PAGES)))) * max(0, Int(sysconf(Int32(_SC_PAGESIZE)))))
    }
}
