import Foundation

/// Where messages lie that somebody wants to be read, and nothing else to be done to.
package enum MessagePlaces {
    /// A path as the files that it means: of a Maildir all messages, new and seen; of any other folder its files. What
    /// begins with a dot is no message.
    ///
    /// - Returns: in order; the path itself where it is no folder.
    package static func places(_ path: String) -> [MessageFile.Place] {
        if path == "-" { return [.standardInput] }
        guard isFolder(path) else { return [.file(path)] }
        let isMaildir = isFolder("\(path)/new")
        let folders = isMaildir ? ["new", "cur"].map { "\(path)/\($0)" } : [path]
        return folders.flatMap(files)
    }

    private static func files(in folder: String) -> [MessageFile.Place] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
            .filter { !isFolder($0) }.map { .file($0) }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
}
