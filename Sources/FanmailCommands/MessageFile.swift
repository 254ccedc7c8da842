import Composition
import Fanmail
import Foundation
import MailCore

/// A message as it comes from a file or from standard input.
enum MessageFile {
    /// Larger messages are refused by nearly every server.
    static let largest = 100 << 20

    /// - Returns: its bytes, and its name for messages.
    static func read(_ path: String) throws -> (bytes: [UInt8], name: String) {
        let name = path == "-" ? "standard input" : path
        let handle: FileHandle
        if path == "-" {
            handle = .standardInput
        } else {
            guard let opened = FileHandle(forReadingAtPath: path) else {
                throw FanmailFailure(
                    .noInput, "\(path): \(String(cString: strerror(errno))); name a message's file, or -")
            }
            handle = opened
        }
        let data: Data
        do {
            data = try handle.read(upToCount: largest + 1) ?? Data()
        } catch {
            throw FanmailFailure(.noInput, "\(name): cannot be read; name a message's file, or - for standard input")
        }
        guard data.count <= largest else {
            throw FanmailFailure(.unusableInput, "\(name): larger than \(largest >> 20) MiB; link to what is large")
        }
        guard !data.isEmpty else { throw FanmailFailure(.unusableInput, "\(name): is empty; write a message into it") }
        return ([UInt8](data), name)
    }

    /// A message as it is to be sent: composed if the file is a letter (.md, .html, or .txt with front matter).
    ///
    /// - Returns: its bytes, and its name for messages.
    static func message(_ path: String) throws -> (bytes: [UInt8], name: String) {
        let end = path.split(separator: ".").last?.lowercased() ?? ""
        guard ["md", "markdown", "html", "htm", "txt"].contains(end) else { return try read(path) }
        let (bytes, name) = try read(path)
        if end == "txt", !bytes.starts(with: "---\n".utf8), !bytes.starts(with: "---\r\n".utf8) { return (bytes, name) }
        return (try composed(path, name), name)
    }

    private static func composed(_ path: String, _ name: String) throws(FanmailFailure) -> [UInt8] {
        do throws(CompositionFailure) {
            let letter = try Letter(file: path, templates: "templates")
            return try letter.message(for: nil, list: nil, now: .now, seed: 1)
        } catch {
            let line = error.line.map { "line \($0): " } ?? ""
            // The reason may name the file that it is about: the letter, or a part of it.
            let own = (path.split(separator: "/").last.map(String.init) ?? path) + ": "
            let reason = error.reason.hasPrefix(own) ? String(error.reason.dropFirst(own.count)) : error.reason
            throw FanmailFailure(.unusableInput, "\(name): \(line)\(reason)")
        }
    }
}
