import Composition
import Fanmail
import FanmailBasics
import FanmailSettings
import Foundation

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

    /// - Parameter settings: also those of flags.
    /// - Returns: what is in it, and its name for messages.
    static func content(_ path: String, _ settings: Configuration) throws -> (content: Content, name: String) {
        let (bytes, name) = try read(path)
        let end = path.split(separator: ".").last?.lowercased() ?? ""
        guard ["md", "markdown", "html", "htm", "txt"].contains(end) else { return (.message(bytes), name) }
        if end == "txt", !bytes.starts(with: "---\n".utf8), !bytes.starts(with: "---\r\n".utf8) {
            return (.message(bytes), name)
        }
        return (.letter(try letter(path, settings)), name)
    }

    /// - Parameter settings: also those of flags: what they name as secret does not travel.
    static func letter(_ path: String, _ settings: Configuration) throws(FanmailFailure) -> Letter {
        do throws(CompositionFailure) {
            return try Letter(
                file: path, templates: "templates", folders: settings.attachmentFolders.value,
                secrets: settings.secretFiles, secretTexts: [RelayLogin.password].compactMap(\.self))
        } catch {
            throw FanmailFailure(error, in: path)
        }
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
