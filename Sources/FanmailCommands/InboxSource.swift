import Fanmail
import Foundation

/// Messages that came in: one message, an mbox, or a Maildir.
enum InboxSource {
    /// So much of a message is looked at; the rest is not needed.
    private static let limit = 1 << 20

    /// Reads them one by one. Messages of a Maildir go from new/ to cur/ when they are through.
    static func forEach(_ path: String, _ body: (_ message: [UInt8], _ name: String) async throws -> Void) async throws
    {
        var isDirectory: ObjCBool = false
        if path != "-", FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            try await maildir(path, body)
            return
        }
        let (bytes, name) = try MessageFile.read(path)
        guard bytes.starts(with: "From ".utf8) else {
            try await body(Array(bytes.prefix(limit)), name)
            return
        }
        for (number, range) in messages(in: bytes).enumerated() {
            try await body(Array(bytes[range].prefix(limit)), "\(name), message \(number + 1)")
        }
    }

    private static func maildir(_ path: String, _ body: ([UInt8], String) async throws -> Void) async throws {
        let new = path + "/new"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: new) else {
            throw FanmailFailure(.noInput, "\(path): this is no Maildir, for it has no new/; name a Maildir or a file")
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            guard let handle = FileHandle(forReadingAtPath: "\(new)/\(name)") else { continue }
            let data = try handle.read(upToCount: limit) ?? Data()
            try? handle.close()
            try await body([UInt8](data), name)
            guard rename("\(new)/\(name)", "\(path)/cur/\(name):2,S") == 0 else {
                throw FanmailFailure(.disk, "\(path)/cur: cannot be written: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Where the messages of an mbox stand, without their `From ` lines (RFC 4155).
    static func messages(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start: Int?
        var line = 0
        while line < bytes.count {
            let next = (bytes[line...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
            let isBlankBefore =
                line == 0 || bytes[..<line].suffix(2).elementsEqual([0x0A, 0x0A])
                || bytes[..<line].suffix(4).elementsEqual([0x0D, 0x0A, 0x0D, 0x0A])
            if isBlankBefore, bytes[line..<next].starts(with: "From ".utf8) {
                if let start { ranges.append(start..<line) }
                start = next
            }
            line = next
        }
        if let start { ranges.append(start..<bytes.count) }
        return ranges
    }
}
