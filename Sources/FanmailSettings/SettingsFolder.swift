#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Whose `fanmail.toml` is in force: that of the folder where a command runs, or of the nearest one above that has one.
package struct SettingsFolder: Sendable, Equatable {
    /// A file above that others may have written, and that is therefore not read.
    package struct PassedOver: Sendable, Equatable {
        package let file: String
        /// A clause. Not escaped.
        package let why: String
    }

    /// As it was given where the file stands there, or nowhere; else absolute.
    package let path: String
    /// The settings file; nil where there is none.
    package let file: String?
    /// It stands above the folder that was given.
    package let isAbove: Bool
    package let passedOver: [PassedOver]

    /// - Parameter upwards: whether folders above count too.
    init(_ directory: String, upwards: Bool) {
        let here = Self.file(in: directory)
        if Self.isThere(here) {
            (path, file, isAbove, passedOver) = (directory, here, false, [])
            return
        }
        var passedOver: [PassedOver] = []
        for folder in upwards ? Self.folders(above: directory) : [] {
            let file = Self.file(in: folder)
            var status = stat()
            guard !Self.isShared(folder), stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            // Nobody went there on purpose: what somebody else may have put in the way decides nothing at all.
            if let why = SettingsFileDoubts(file).aboutSecrets {
                passedOver.append(PassedOver(file: file, why: why))
                continue
            }
            (path, self.file, isAbove, self.passedOver) = (folder, file, true, passedOver)
            return
        }
        (path, file, isAbove, self.passedOver) = (directory, nil, false, passedOver)
    }

    /// Also one that cannot be read: whoever asks for it is told so.
    static func isThere(_ file: String) -> Bool {
        access(file, F_OK) == 0 || errno != ENOENT && errno != ENOTDIR
    }

    /// The nearest first.
    private static func folders(above directory: String) -> [String] {
        guard let resolved = realpath(directory.isEmpty ? "." : directory, nil) else { return [] }
        defer { free(resolved) }
        var place = String(cString: resolved)
        var folders: [String] = []
        while let slash = place.lastIndex(of: "/"), place != "/" {
            place = slash == place.startIndex ? "/" : String(place[..<slash])
            folders.append(place)
        }
        return folders
    }

    /// A place where everybody puts their files, such as `/tmp`, is nobody's project.
    private static func isShared(_ folder: String) -> Bool {
        var status = stat()
        let everybodys = mode_t(S_ISVTX) | 0o002
        return stat(folder, &status) == 0 && status.st_mode & everybodys == everybodys
    }

    private static func file(in directory: String) -> String { join(directory, Configuration.fileName) }

    /// A path that stands in the file: relative to it.
    static func join(_ directory: String, _ path: String) -> String {
        if path.hasPrefix("/") || directory.isEmpty || directory == "." { return path }
        return directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
    }
}
