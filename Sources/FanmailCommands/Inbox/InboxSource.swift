import Fanmail
import FanmailBasics
import Foundation

/// Messages that came in: one message, an mbox, or a Maildir.
enum InboxSource {
    /// So much of a message is looked at; the rest is not needed.
    private static let limit = 1 << 20

    /// Reads them one by one. What is understood goes from new/ of a Maildir to cur/; the rest stays where it is, so that
    /// somebody looks at it.
    ///
    /// - Parameter body: whether it understood the message.
    /// - Returns: how many were not.
    static func forEach(
        _ path: String, _ body: (_ message: [UInt8], _ name: String) async throws -> Bool
    ) async throws -> Int {
        var isDirectory: ObjCBool = false
        if path != "-", FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            return try await maildir(path, body)
        }
        let (bytes, name) = try MessageFile.read(path)
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = bytes[start...].firstIndex { $0 != 0x0D && $0 != 0x0A } ?? bytes.endIndex
        guard bytes[first...].starts(with: "From ".utf8) else {
            return try await body(Array(bytes.prefix(limit)), name) ? 0 : 1
        }
        var left = 0
        for (number, range) in messages(in: Array(bytes[first...])).enumerated() {
            let message = bytes[(first + range.lowerBound)..<(first + range.upperBound)]
            if try await !body(Array(message.prefix(limit)), "\(name), message \(number + 1)") { left += 1 }
        }
        return left
    }

    private static func maildir(_ path: String, _ body: ([UInt8], String) async throws -> Bool) async throws -> Int {
        let new = path + "/new"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: new) else {
            throw FanmailFailure(.noInput, "\(path): this is no Maildir, for it has no new/; name a Maildir or a file")
        }
        var left = 0
        for name in names.sorted() where !name.hasPrefix(".") {
            let message: [UInt8]
            do {
                message = try InputFile("\(new)/\(name)").read(upTo: limit)
            } catch {
                // Somebody else has taken it meanwhile.
                if error.code == ENOENT { continue }
                Terminal.say("\(name): not read: \(error.reason)".escapedForTerminal)
                left += 1
                continue
            }
            guard try await body(message, name) else {
                left += 1
                continue
            }
            guard rename("\(new)/\(name)", "\(path)/cur/\(name):2,S") == 0 || errno == ENOENT else {
                throw FanmailFailure(.disk, "\(path)/cur: cannot be written: \(String(cString: strerror(errno)))")
            }
        }
        return left
    }

    /// Says that some were not understood, and ends with 65.
    static func finish(notUnderstood count: Int, of path: String) throws {
        guard count > 0 else { return }
        let new = path + "/new"
        let place = FileManager.default.fileExists(atPath: new) ? "; it stays in \(new)" : ""
        let places = place.replacing("; it stays", with: "; they stay")
        throw FanmailFailure(
            .unusableInput,
            (count == 1 ? "1 message was not understood\(place)" : "\(count) messages were not understood\(places)")
                + ": see to it by hand")
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
