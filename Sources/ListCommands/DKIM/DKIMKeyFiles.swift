import Composition
import Fanmail
import FanmailBasics
import FanmailSettings
import Foundation

/// The files of new keys, and what fanmail.toml is to say of them.
struct DKIMKeyFiles {
    /// A key, and its file as whoever typed the command finds it.
    struct Made {
        let identity: DKIMSigner.Identity
        let path: String
        let isNew: Bool
    }

    /// Whose fanmail.toml it is.
    let folder: SettingsFolder
    /// Nil for `dkim` beside fanmail.toml.
    let directory: String?
    let domain: String
    let selector: String
    let algorithms: [DKIMKey.Algorithm]

    private var place: String { directory ?? (folder.isAbove ? "\(folder.path)/dkim" : "dkim") }

    private var keys: [(algorithm: DKIMKey.Algorithm, selector: String, path: String)] {
        algorithms.map { algorithm in
            let name = algorithm == .rsa ? selector : "\(selector)-ed25519"
            return (algorithm, name, "\(place)/\(name).pem")
        }
    }

    /// The settings, in the order of the file.
    var values: [(name: SettingName, text: String)] {
        var values: [(name: SettingName, text: String)] = [(.dkimDomain, domain)]
        for key in keys {
            let isRSA = key.algorithm == .rsa
            values.append((isRSA ? .dkimSelector : .dkimEd25519Selector, key.selector))
            values.append((isRSA ? .dkimKey : .dkimEd25519Key, fromFile(key.path)))
        }
        return values
    }

    var settings: SettingsFileEdit { SettingsFileEdit(folder.file ?? Configuration.fileName, values) }

    /// As fanmail.toml has it: relative to its folder where the path lies in that.
    private func fromFile(_ path: String) -> String {
        guard folder.isAbove else { return path }
        let whole = URL(fileURLWithPath: path).standardizedFileURL.path
        let home = folder.path.hasSuffix("/") ? folder.path : folder.path + "/"
        return whole.hasPrefix(home) ? String(whole.dropFirst(home.count)) : whole
    }

    /// Both or none.
    ///
    /// - Parameter keepsThoseThere: takes keys that are there already, all of them, instead of refusing.
    func make(keepsThoseThere: Bool) throws -> [Made] {
        let there = keys.filter { FileManager.default.fileExists(atPath: $0.path) }
        if keepsThoseThere, there.count == keys.count { return try kept() }
        if let path = there.first?.path {
            throw FanmailFailure(
                .disk,
                "\(path.escapedForTerminal): is there already; a key in use is not replaced, take another --selector")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw FanmailFailure(.disk, "\(place.escapedForTerminal): cannot be made; name another --directory")
        }
        do {
            return try keys.map { wanted in
                let key = try DKIMKey.generate(wanted.algorithm)
                try key.write(to: wanted.path)
                return Made(identity: identity(wanted.selector, key), path: wanted.path, isNew: true)
            }
        } catch let failure as DKIMFailure {
            throw FanmailFailure(failure)
        }
    }

    private func kept() throws -> [Made] {
        do {
            return try keys.map { wanted in
                let key = try DKIMKey(file: wanted.path)
                return Made(identity: identity(wanted.selector, key), path: wanted.path, isNew: false)
            }
        } catch let failure as DKIMFailure {
            throw FanmailFailure(failure)
        }
    }

    private func identity(_ selector: String, _ key: DKIMKey) -> DKIMSigner.Identity {
        DKIMSigner.Identity(domain: domain, selector: selector, key: key)
    }
}
