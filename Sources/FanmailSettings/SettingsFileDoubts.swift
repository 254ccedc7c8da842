#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Who but us may have written a settings file: it is taken from whatever folder one stands in.
package struct SettingsFileDoubts: Sendable, Equatable {
    /// Why no command of it is run; nil where nobody else can have put one there.
    package private(set) var aboutCommands: String?
    /// Why no secret is used as it says; nil where it is ours. Others of our group may write it.
    package private(set) var aboutSecrets: String?

    /// - Parameter path: of a file that need not be there.
    init(_ path: String) {
        guard let resolved = realpath(path, nil) else { return }
        defer { free(resolved) }
        var place = String(cString: resolved)
        judge(place, isFile: true)
        // Whoever may rename a folder on the way decides what lies in it; so does whoever may replace a symbolic link.
        var places: [String] = []
        while let slash = place.lastIndex(of: "/"), place != "/" {
            place = slash == place.startIndex ? "/" : String(place[..<slash])
            places.append(place)
        }
        let link = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        for folder in places + [link.isEmpty ? "/" : link] { judge(folder, isFile: false) }
    }

    private mutating func judge(_ place: String, isFile: Bool) {
        var status = stat()
        guard stat(place, &status) == 0 else { return }
        let mode = String(status.st_mode & 0o7777, radix: 8)
        if status.st_uid != 0, status.st_uid != geteuid() {
            let why = "\(place) belongs to somebody else (user \(status.st_uid))"
            aboutCommands = aboutCommands ?? why
            if isFile { aboutSecrets = aboutSecrets ?? why }
        }
        // In a folder with the sticky bit nobody replaces what is another's.
        guard status.st_mode & 0o022 != 0, isFile || status.st_mode & mode_t(S_ISVTX) == 0 else { return }
        let why = "others can write \(place) (mode \(mode)); chmod go-w it"
        aboutCommands = aboutCommands ?? why
        if status.st_mode & 0o002 != 0 { aboutSecrets = aboutSecrets ?? why }
    }
}
