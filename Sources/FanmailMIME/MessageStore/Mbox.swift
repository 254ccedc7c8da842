import FanmailBasics
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// One file of many messages, each behind a `From ` line (RFC 4155), open for appending; lines that begin like one are
/// quoted, as mboxrd has it.
package final class Mbox: Sendable {
    private let descriptor: Int32
    private let writing = Mutex(())

    /// Opens it for its owner alone, and makes it when there is none.
    package init(appendingTo path: String) throws(MessageStoreFailure) {
        do throws(InputFile.Refusal) {
            descriptor = try PersonalFile.open(path, appending: true)
        } catch {
            throw MessageStoreFailure(path: path, reason: error.reason)
        }
    }

    deinit { close(descriptor) }

    /// Appends a message, with an empty line at its end.
    ///
    /// - Returns: false when it could not be written; nothing of it is there then, as far as the file can be cut.
    package func append(_ message: DeliveredMessage) -> Bool {
        let sender = message.reversePath.isEmpty ? "MAILER-DAEMON" : message.reversePath.filter { $0 != " " }
        let moment = Self.date(message.at)
        return writing.withLock { _ in
            let start = lseek(descriptor, 0, SEEK_END)
            var writer = MailFileWriter(descriptor, quotesFrom: true)
            writer.write("From \(sender) \(moment)\n")
            let isRead = message.write(to: &writer)
            guard writer.finish(endingMessage: true), isRead else {
                // Half a message is none.
                if start >= 0 { ftruncate(descriptor, start) }
                return false
            }
            return true
        }
    }

    /// As `asctime` writes it, in UTC.
    private static func date(_ moment: Timestamp) -> String {
        var time = time_t(moment.milliseconds / 1000)
        var fields = tm()
        gmtime_r(&time, &fields)
        var date = [CChar](repeating: 0, count: 64)
        strftime(&date, date.count, "%a %b %e %H:%M:%S %Y", &fields)
        return String(decoding: date.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Where the messages of such a file begin, behind a byte order mark and empty lines; nil when it is none, for no
    /// `From ` line stands there.
    package static func start(of bytes: [UInt8]) -> Int? {
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = bytes[mark...].firstIndex { $0 != 0x0D && $0 != 0x0A } ?? bytes.endIndex
        return bytes[first...].starts(with: "From ".utf8) ? first : nil
    }

    /// Where its messages stand, without their `From ` lines.
    package static func messages(in bytes: ArraySlice<UInt8>) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start: Int?
        var line = bytes.startIndex
        while line < bytes.endIndex {
            let next = (bytes[line...].firstIndex(of: 0x0A) ?? bytes.endIndex - 1) + 1
            let isBlankBefore =
                line == bytes.startIndex || bytes[..<line].suffix(2).elementsEqual([0x0A, 0x0A])
                || bytes[..<line].suffix(4).elementsEqual([0x0D, 0x0A, 0x0D, 0x0A])
            if isBlankBefore, bytes[line..<next].starts(with: "From ".utf8) {
                if let start { ranges.append(start..<line) }
                start = next
            }
            line = next
        }
        if let start { ranges.append(start..<bytes.endIndex) }
        return ranges
    }
}
