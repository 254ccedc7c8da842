package import FanmailBasics
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A directory whose messages are files: written in `tmp`, delivered to `new`, and moved to `cur` once somebody has seen
/// them (https://cr.yp.to/proto/maildir.html).
package struct Maildir: Sendable {
    package let path: String
    /// Of this process: two Maildirs may be one directory.
    private static let sequence = Atomic<Int>(0)

    /// One that is there, or is to be.
    package init(_ path: String) { self.path = path }

    /// On the same disk, for what is not whole yet.
    package var spoolDirectory: String { "\(path)/tmp" }

    /// Makes what is missing of it, and of the way to it.
    package func make() throws(MessageStoreFailure) {
        for name in ["tmp", "new", "cur"] {
            let code = Self.makeDirectory("\(path)/\(name)")
            guard code == 0 else {
                throw MessageStoreFailure(path: path, reason: String(cString: strerror(code)))
            }
        }
    }

    /// - Returns: 0, or why there is none.
    private static func makeDirectory(_ path: String) -> Int32 {
        if mkdir(path, 0o777) == 0 { return 0 }
        switch errno {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) == 0 else { return errno }
            return status.st_mode & S_IFMT == S_IFDIR ? 0 : ENOTDIR
        case ENOENT:
            guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return ENOENT }
            let code = makeDirectory(String(path[..<slash]))
            guard code == 0 else { return code }
            // Somebody else may have made it meanwhile.
            return mkdir(path, 0o777) == 0 || errno == EEXIST ? 0 : errno
        case let code: return code
        }
    }

    /// The names of the messages that nobody has seen, in order; nil when it has no `new`, and so is no Maildir.
    package func arrivals() -> [String]? {
        guard let directory = opendir("\(path)/new") else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// What is in one of ``arrivals()``, to so many octets.
    package func read(_ name: String, upTo limit: Int) throws(InputFile.Refusal) -> [UInt8] {
        try InputFile("\(path)/new/\(name)").read(upTo: limit)
    }

    /// Moves one of ``arrivals()`` to `cur`, as seen. One that somebody else has taken is let be.
    package func markSeen(_ name: String) throws(MessageStoreFailure) {
        guard rename("\(path)/new/\(name)", "\(path)/cur/\(name):2,S") == 0 || errno == ENOENT else {
            throw MessageStoreFailure(path: "\(path)/cur", reason: String(cString: strerror(errno)))
        }
    }

    /// Writes a message into `new`.
    ///
    /// - Parameter writer: who writes it, as the last part of the file's name.
    /// - Returns: false when it could not be written; nothing of it is there then.
    package func deliver(_ message: DeliveredMessage, by writer: String) -> Bool {
        let sequence = Self.sequence.wrappingAdd(1, ordering: .relaxed).newValue
        let name = "\(message.at.milliseconds).\(message.number)-\(sequence).\(getpid()).\(writer)"
        let file = open("\(path)/tmp/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        var output = MailFileWriter(file, quotesFrom: false)
        let isRead = message.write(to: &output)
        let isWritten = output.finish() && isRead
        close(file)
        guard isWritten, rename("\(path)/tmp/\(name)", "\(path)/new/\(name)") == 0 else {
            unlink("\(path)/tmp/\(name)")
            return false
        }
        return true
    }
}
