package import FanmailBasics
import Foundation
package import MailingLists

/// The keys that sign tokens, in a file beside the database, for its owner only: a copy of the database has none.
package struct TokenKeyFile: Sendable {
    package let path: String
    /// So many are kept; what an older one signed is not heeded any more.
    package static let limit = 16

    init(database: String) { path = database + ".keys" }

    private init(path: String) { self.path = path }

    /// The newest first; none when there is no file.
    package func keys() throws(StoreFailure) -> [TokenKey] {
        guard access(path, F_OK) == 0 else { return [] }
        guard let data = try? InputFile(path).read(upTo: 1 << 16), data.count < 1 << 16 else {
            throw StoreFailure(.disk, "\(path): the token keys cannot be read; check its permissions")
        }
        var keys: [TokenKey] = []
        for (number, line) in String(decoding: data, as: UTF8.self).split(separator: "\n").enumerated() {
            let parts = line.split(separator: " ")
            guard parts.count == 3, let id = UInt8(parts[0]), let secret = Hex.decode(parts[2]),
                secret.count == TokenKey.secretSize, let at = Timestamp(rfc3339: parts[1])
            else { throw StoreFailure(.disk, "\(path):\(number + 1): this is no token key; restore the file") }
            keys.append(TokenKey(id: id, secret: secret, createdAt: at))
        }
        return keys
    }

    /// The key that signs; made when there is none.
    package func current() throws(StoreFailure) -> TokenKey {
        if let key = try keys().first { return key }
        return try rotate()
    }

    /// The key that signed at a moment, as far as it is kept: what was signed then can be made again.
    package func signing(at moment: Timestamp) throws(StoreFailure) -> TokenKey {
        let keys = try keys()
        // Of a mailing that made the first key, that key is the younger one.
        if let key = keys.first(where: { $0.createdAt <= moment }) ?? keys.last { return key }
        return try rotate()
    }

    /// Makes a new key that signs from now on; what earlier ones signed is still heeded.
    @discardableResult
    package func rotate() throws(StoreFailure) -> TokenKey {
        let lock = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw failure() }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw failure() }
        let old = try keys()
        let key = TokenKey(id: (old.first?.id ?? 255) &+ 1)
        let kept = [key] + old.filter { $0.id != key.id }.prefix(Self.limit - 1)
        let new = TokenKeyFile(path: path + ".new")
        unlink(new.path)
        try new.write(kept)
        guard Foundation.rename(new.path, path) == 0 else { throw failure() }
        return key
    }

    /// Writes the keys beside a copy of the database; nil when there are none yet.
    ///
    /// - Throws: when there is such a file already.
    func copy(for target: String) throws(StoreFailure) -> TokenKeyFile? {
        let kept = try keys()
        guard !kept.isEmpty else { return nil }
        let copy = TokenKeyFile(database: target)
        guard access(copy.path, F_OK) != 0 else {
            throw StoreFailure(.disk, "\(copy.path): is there already; name a new file")
        }
        do throws(StoreFailure) {
            try copy.write(kept)
        } catch {
            unlink(copy.path)
            throw error
        }
        return copy
    }

    private func write(_ keys: [TokenKey]) throws(StoreFailure) {
        let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure() }
        let bytes = Array(keys.map { "\($0.id) \($0.createdAt.rfc3339) \(Hex.encode($0.secret))\n" }.joined().utf8)
        let isWritten =
            bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) } == bytes.count
            && fsync(file) == 0
        close(file)
        guard isWritten else { throw failure() }
    }

    private func failure() -> StoreFailure {
        StoreFailure(.disk, "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }

}

extension Store {
    package var tokenKeys: TokenKeyFile { TokenKeyFile(database: path) }
}
