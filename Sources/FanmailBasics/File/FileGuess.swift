#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Which file was meant by a path that leads to none.
package enum FileGuess {
    /// Of a larger directory not everything is looked through.
    private static let most = 10_000

    /// The file beside it whose name is this one with an ending, or a slip of the pen away; nil where there is none.
    package static func near(_ path: String) -> String? {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? ""
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        guard name.utf8.count > 2, let directory = opendir(folder.isEmpty ? "." : folder) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while names.count < most, let entry = readdir(directory) {
            let found = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !found.hasPrefix(".") { names.append(found) }
        }
        names.sort()
        let ended = names.filter { $0.hasPrefix(name + ".") }
        let guess = ended.count == 1 ? ended[0] : NearestKey.nearest(to: name, among: names)
        return guess.map { folder + $0 }
    }

    /// What is said of a path that leads to no file.
    package static func nothing(at path: String) -> String {
        "there is no such file" + (near(path).map { "; is \($0) meant?" } ?? "")
    }
}
