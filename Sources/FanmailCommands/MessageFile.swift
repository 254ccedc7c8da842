import Fanmail
import Foundation

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
}
