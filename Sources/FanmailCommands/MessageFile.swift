import Composition
import Fanmail
import Foundation
import MailCore
import Roster

/// A message as it comes from a file or from standard input.
enum MessageFile {
    /// Larger messages are refused by nearly every server.
    static let largest = 100 << 20

    /// - Returns: its bytes, and its name for messages.
    static func read(_ path: String) throws -> (bytes: [UInt8], name: String) {
        let name = path == "-" ? "standard input" : path
        let data: [UInt8]
        do throws(InputFile.Refusal) {
            let file = path == "-" ? try InputFile.standardInput() : try InputFile(path, allowsPipes: true)
            data = try file.read(upTo: largest + 1)
        } catch {
            throw FanmailFailure(.noInput, "\(name): \(error.reason); name a message's file, or -")
        }
        guard data.count <= largest else {
            throw FanmailFailure(.unusableInput, "\(name): larger than \(largest >> 20) MiB; link to what is large")
        }
        guard !data.isEmpty else { throw FanmailFailure(.unusableInput, "\(name): is empty; write a message into it") }
        return (data, name)
    }

    /// What a file holds.
    enum Content {
        /// A finished message.
        case message([UInt8])
        /// `.md`, `.html`, or `.txt` with front matter.
        case letter(Letter)
    }

    /// - Returns: what is in it, and its name for messages.
    static func content(_ path: String) throws -> (content: Content, name: String) {
        let (bytes, name) = try read(path)
        let end = path.split(separator: ".").last?.lowercased() ?? ""
        guard ["md", "markdown", "html", "htm", "txt"].contains(end) else { return (.message(bytes), name) }
        if end == "txt", !bytes.starts(with: "---\n".utf8), !bytes.starts(with: "---\r\n".utf8) {
            return (.message(bytes), name)
        }
        return (.letter(try letter(path)), name)
    }

    static func letter(_ path: String) throws(FanmailFailure) -> Letter {
        let settings: Configuration
        do throws(RosterFailure) {
            settings = try Configuration.load(environment: ProcessInfo.processInfo.environment)
        } catch {
            throw FanmailFailure(error)
        }
        do throws(CompositionFailure) {
            return try Letter(
                file: path, templates: "templates", folders: settings.attachmentFolders.value,
                secrets: secrets(settings))
        } catch {
            throw FanmailFailure(error, in: path)
        }
    }

    /// The files that the settings name and that are nobody else's.
    private static func secrets(_ settings: Configuration) -> [String] {
        let (login, database) = (settings.login, settings.database.value)
        return [login.passwordFile, login.tokenFile, login.tlsKey, login.tlsCertificate].compactMap(\.value)
            + settings.dkim.keys.map(\.file) + ["", "-wal", "-journal", ".keys"].map { database + $0 }
    }
}

extension PostOffice {
    func prepare(_ content: MessageFile.Content, named name: String, segment: String?) throws -> PreparedMailing {
        switch content {
        case .message(let bytes): try prepare(bytes, named: name, segment: segment)
        case .letter(let letter): try prepare(letter, named: name, segment: segment)
        }
    }
}
