package import FanmailMIME
import Foundation

/// A directory of messages, a file each.
package enum MailFolder: Sendable {
    case maildir(Maildir)
    /// Files whose names say that they are messages, such as a person saved them.
    case files(String)

    private static let extensions: Set<String> = ["eml", "msg", "mail", "email"]

    /// - Returns: nil when it is no directory.
    init?(_ path: String) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else {
            return nil
        }
        let isMaildir = FileManager.default.fileExists(atPath: "\(path)/new", isDirectory: &isDirectory)
        self = isMaildir && isDirectory.boolValue ? .maildir(Maildir(path)) : .files(path)
    }

    /// The names of its messages that nobody has seen, in order; nil when there is no such folder, or none that has a
    /// message.
    func names() -> [String]? {
        switch self {
        case .maildir(let maildir): return maildir.arrivals()
        case .files(let path):
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            let messages = names.filter {
                !$0.hasPrefix(".") && Self.extensions.contains(($0 as NSString).pathExtension.lowercased())
            }
            return messages.isEmpty ? nil : messages.sorted()
        }
    }
}
