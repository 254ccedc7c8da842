import FanmailBasics
import NIOPosix
public import SMTPCore
public import SMTPProtocol
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes each transaction into a file of its own, readable for its owner alone: for development, or for another program
/// to take on.
///
/// The envelope is told in front of the header: `Return-Path` and a `Delivered-To` for each recipient. A file appears
/// under its name once it is whole and on the disk.
public struct FileTransport: Transport {
    /// What is written.
    public enum Format: Sendable {
        /// `NAME.eml` in the folder, lines ending in CRLF, as mail programs open it.
        case eml
        /// In `new` of a Maildir, lines ending in LF.
        case maildir
    }

    /// The folder, made when it is missing.
    public let folder: String
    /// What is written into it.
    public let format: Format
    private static let sequence = Atomic<Int>(0)

    /// - Parameter folder: what it is in has to exist.
    public init(folder: String, format: Format = .eml) {
        self.folder = folder
        self.format = format
    }

    /// The folder.
    public var peer: String { folder }

    /// Writes one file. What cannot be written is unsent.
    public func send(_ transaction: MailTransaction) async -> TransactionResult {
        let (refusal, exceptions) = transaction.unwritable
        if let refusal { return TransactionResult(ending: .refused(refusal)) }
        guard await transaction.gate.isOpen() else { return TransactionResult(ending: .withheld) }
        var result = TransactionResult(ending: .noRecipients)
        result.exceptions = exceptions
        guard exceptions.count < transaction.recipients.count || transaction.recipients.isEmpty else { return result }
        let octets = file(transaction, without: Set(exceptions.map(\.index)))
        do {
            let name = try await NIOThreadPool.singleton.runIfActive { try write(octets) }
            result.ending = .answered(Reply(code: 250, status: EnhancedStatusCode(2, 0, 0), text: name))
        } catch {
            let reason = (error as? Refusal)?.reason ?? "\(error)"
            result.ending = .unsent(SMTPFailure(.refused, "\(folder): cannot be written: \(reason)"))
        }
        return result
    }

    private func file(_ transaction: MailTransaction, without left: Set<Int>) -> [UInt8] {
        var octets = Array("Return-Path: <\(transaction.reversePath.address)>\r\n".utf8)
        octets.reserveCapacity(transaction.content.size + 1024)
        for index in transaction.recipients.ids.indices where !left.contains(index) {
            octets += "Delivered-To: \(transaction.recipients.address(at: index))\r\n".utf8
        }
        octets += transaction.content.bytes
        // No CR stands alone in a message.
        if format == .maildir { octets.removeAll { $0 == 0x0D } }
        return octets
    }

    private struct Refusal: Error {
        let reason: String
        init(_ code: Int32) { reason = String(cString: strerror(code)) }
    }

    /// - Returns: the file's path.
    private func write(_ octets: [UInt8]) throws(Refusal) -> String {
        let number = Self.sequence.add(1, ordering: .relaxed).newValue
        let name = "\(Timestamp.now.milliseconds).\(getpid())-\(number)"
        try Self.makeFolder(folder)
        let path: (unfinished: String, whole: String)
        switch format {
        case .eml: path = ("\(folder)/.\(name).tmp", "\(folder)/\(name).eml")
        case .maildir:
            for part in ["tmp", "new", "cur"] { try Self.makeFolder("\(folder)/\(part)") }
            path = ("\(folder)/tmp/\(name).fanmail", "\(folder)/new/\(name).fanmail")
        }
        let file = open(path.unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Refusal(errno) }
        do throws(Refusal) {
            defer { close(file) }
            try Self.write(octets, to: file)
            guard fsync(file) == 0, rename(path.unfinished, path.whole) == 0 else { throw Refusal(errno) }
        } catch {
            unlink(path.unfinished)
            throw error
        }
        return path.whole
    }

    private static func makeFolder(_ path: String) throws(Refusal) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Refusal(errno) }
    }

    private static func write(_ octets: [UInt8], to file: Int32) throws(Refusal) {
        var at = 0
        while at < octets.count {
            let count = octets.withUnsafeBytes { systemWrite(file, $0.baseAddress?.advanced(by: at), $0.count - at) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Refusal(errno) }
            at += count
        }
    }
}

/// `write(2)`, whose name is taken inside the type.
private func systemWrite(_ file: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int { write(file, buffer, count) }
