import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import Foundation
import MailingLists
import SMTPCore

/// The lists that files and folders define.
enum ListFiles {
    /// All of them, each once; the files of a folder by their names.
    ///
    /// - Throws: where one cannot be used; what is wrong with others is said before.
    static func definitions(_ paths: [String]) throws -> [ListDefinition] {
        var definitions: [(file: String, definition: ListDefinition)] = []
        var failures: [InputFailure] = []
        for file in try paths.flatMap(files) {
            do throws(InputFailure) {
                definitions.append((file, try ListDefinition.load(file)))
            } catch {
                failures.append(error)
            }
        }
        for failure in failures.dropLast() { Terminal.say("fanmail: \(failure.line)") }
        if let failure = failures.last { throw failure }
        try expectDistinct(definitions)
        return definitions.map(\.definition)
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The file itself, or the `.toml` files of a folder: not those of folders in it, and not the settings.
    private static func files(_ path: String) throws -> [String] {
        guard isFolder(path) else { return [path] }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw FanmailFailure(.noInput, "\(path): the folder cannot be read".escapedForTerminal)
        }
        let files = names.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") && $0 != Configuration.fileName }
            .sorted()
        guard !files.isEmpty else {
            throw FanmailFailure(
                .noInput, "\(path): no list's file is in this folder; their names end in .toml".escapedForTerminal)
        }
        return files.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }

    private static func expectDistinct(_ definitions: [(file: String, definition: ListDefinition)]) throws {
        var homes: [String: String] = [:]
        for (file, definition) in definitions {
            for (what, key) in [("name", definition.name), ("address", definition.address.key)] {
                guard let other = homes.updateValue(file, forKey: "\(what) \(key)") else { continue }
                throw FanmailFailure(
                    .unusableInput,
                    "\(file): the list in \(other) has this \(what) too; give one of them another".escapedForTerminal)
            }
        }
    }
}
