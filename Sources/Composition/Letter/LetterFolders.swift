import Foundation
import MailCore

/// The folders that a letter's files may come from: its own, the templates', and those that the settings name. Symbolic
/// links are followed first, and what they lead to counts.
struct LetterFolders {
    /// As they are searched, each with a slash at its end.
    private let places: [String]
    /// With their links followed.
    private let roots: [String]

    init(_ folders: [String]) {
        places = folders.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        roots = folders.compactMap(Self.resolved)
    }

    /// - Returns: nil when there is no such file.
    /// - Throws: what lies elsewhere, is no regular file, is too large, or is nobody else's business.
    func read(_ name: String, upTo limit: Int) throws(CompositionFailure) -> [UInt8]? {
        guard !name.utf8.contains(0) else { return nil }
        for place in name.hasPrefix("/") ? [""] : places {
            guard let path = Self.resolved(place + name) else { continue }
            guard let root = roots.first(where: { path.hasPrefix($0 == "/" ? $0 : $0 + "/") }) else {
                throw CompositionFailure(
                    "\(name) lies outside the letter's folder; copy it there, or name its folder in attachment-folders")
            }
            let components = path.dropFirst(root.count).split(separator: "/").map(String.init)
            do throws(InputFile.Refusal) {
                // One octet more tells that it is too large.
                return try InputFile(beneath: root, components).read(upTo: limit + 1)
            } catch {
                throw CompositionFailure("\(name): \(error.reason)")
            }
        }
        return nil
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
