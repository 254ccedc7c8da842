import FanmailBasics
import Foundation

/// The folders that a letter's files may come from: its own, the templates', and those that the settings name. Symbolic
/// links are followed first, and what they lead to counts.
struct LetterFolders {
    /// As they are searched, each with a slash at its end.
    private let places: [String]
    /// With their links followed.
    private let roots: [String]
    /// What never travels, by whatever name.
    private let secrets: Set<FileIdentity>
    private let secretTexts: Set<String>

    /// - Parameters:
    ///   - secrets: the paths of files that are for nobody else.
    ///   - secretTexts: first lines of such files.
    init(_ folders: [String], secrets: [String] = [], secretTexts: [String] = []) {
        self.secretTexts = Set(secretTexts.filter { !$0.isEmpty })
        self.secrets = Set(secrets.compactMap(FileIdentity.init(path:)))
        places = folders.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        roots = folders.compactMap(Self.resolved)
    }

    /// - Returns: nil when there is no such file.
    /// - Throws: what lies elsewhere, is no regular file, is too large, or is nobody else's business.
    func read(_ name: String, upTo limit: Int) throws(CompositionFailure) -> [UInt8]? {
        guard !name.utf8.contains(0) else { return nil }
        for place in name.hasPrefix("/") ? [""] : places {
            guard let path = Self.resolved(place + name) else { continue }
            // Of folders within each other the innermost.
            let around = roots.filter { path.hasPrefix($0 == "/" ? $0 : $0 + "/") }
            guard let root = around.max(by: { $0.utf8.count < $1.utf8.count }) else {
                throw CompositionFailure(
                    "\(name) lies outside the letter's folder; copy it there, or name its folder in attachment-folders")
            }
            let components = path.dropFirst(root.count).split(separator: "/").map(String.init)
            guard !components.contains(where: { $0.hasPrefix(".") }) else {
                throw CompositionFailure(
                    "\(name) is a hidden file, which never travels in a letter; give a copy another name")
            }
            let (octets, identity): ([UInt8], FileIdentity?)
            do throws(InputFile.Refusal) {
                let file = try InputFile(beneath: root, components)
                // One octet more tells that it is too large.
                (octets, identity) = (try file.read(upTo: limit + 1), FileIdentity(descriptor: file.descriptor))
            } catch {
                throw CompositionFailure("\(name): \(error.reason)")
            }
            guard components.last?.lowercased() != "fanmail.toml", identity.map(secrets.contains) != true,
                !beginsWithSecret(octets)
            else {
                throw CompositionFailure(
                    "\(name) holds settings or a secret of fanmail's, which never travels in a letter; name another file"
                )
            }
            return octets
        }
        return nil
    }

    private func beginsWithSecret(_ octets: [UInt8]) -> Bool {
        guard !secretTexts.isEmpty else { return false }
        return secretTexts.contains(String(decoding: octets.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self))
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
