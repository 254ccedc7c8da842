import FanmailBasics
import Foundation

extension DKIMKey {
    private static let largestFile = 1 << 16

    /// Reads a key's file, which nobody but its owner may read.
    package init(file path: String) throws(DKIMFailure) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            let remedy = errno == ENOENT ? Remedy.makeDKIMKey : nil
            throw DKIMFailure(
                .missing, at: path, "the DKIM key cannot be read: \(Self.systemReason)", remedy: remedy)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw DKIMFailure(.unusable, at: path, "this is no file; name a DKIM key's")
        }
        guard status.st_mode & 0o077 == 0 else {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw DKIMFailure(
                .unsafe, at: path, "others can read this DKIM key (mode \(mode)); protect it with: chmod 600 \(path)")
        }
        var bytes = [UInt8](repeating: 0, count: Self.largestFile + 1)
        var size = 0
        while size < bytes.count {
            let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress?.advanced(by: size), $0.count - size) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw DKIMFailure(.missing, at: path, "the DKIM key cannot be read: \(Self.systemReason)")
            }
            if count == 0 { break }
            size += count
        }
        guard size <= Self.largestFile, let pem = String(validating: bytes[..<size], as: UTF8.self) else {
            throw DKIMFailure(.unusable, at: path, "this is no DKIM key in PEM")
        }
        do {
            try self.init(pem: pem)
        } catch {
            throw DKIMFailure(error.kind, at: path, error.what, remedy: error.remedy)
        }
    }

    /// Writes a new file with mode 0600; one that is there stays as it is.
    package func write(to path: String) throws(DKIMFailure) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            let remedy = errno == EEXIST ? "; a key that is in use is not replaced, take another selector" : ""
            throw DKIMFailure(.unwritable, at: path, "cannot be written: \(Self.systemReason)\(remedy)")
        }
        let bytes = Array((pem + "\n").utf8)
        let isWritten =
            bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) } == bytes.count
            && fchmod(file, 0o600) == 0 && fsync(file) == 0
        let reason = Self.systemReason
        close(file)
        guard isWritten else {
            unlink(path)
            throw DKIMFailure(.unwritable, at: path, "cannot be written: \(reason)")
        }
    }

    private static var systemReason: String { String(cString: strerror(errno)) }
}
