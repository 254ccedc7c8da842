#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file whose content is replaced at once: whoever reads it, also after a crash, has the old one or the new one.
package enum ReplacedFile {
    /// Mode and owner stay; where a symbolic link stands, it is what it leads to that is replaced.
    package static func write(_ bytes: [UInt8], to path: String) throws(InputFile.Refusal) {
        let target = resolved(path)
        var status = stat()
        let old = stat(target, &status) == 0 ? status : nil
        guard old.map({ $0.st_mode & S_IFMT == S_IFREG }) != false else {
            throw InputFile.Refusal("this is no regular file")
        }
        let unfinished = "\(target).\(getpid()).new"
        let file = systemOpen(unfinished, old == nil ? 0o666 : 0o600)
        guard file >= 0 else { throw InputFile.Refusal(code: errno) }
        let isWritten = keep(old, of: file) && writeAll(bytes, to: file) && fsync(file) == 0
        let code = errno
        close(file)
        guard isWritten, rename(unfinished, target) == 0 else {
            let code = isWritten ? errno : code
            unlink(unfinished)
            throw InputFile.Refusal(code: code)
        }
        syncFolder(of: target)
    }

    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func keep(_ old: stat?, of file: Int32) -> Bool {
        guard let old else { return true }
        let isOurs = old.st_uid == geteuid() && old.st_gid == getegid()
        return (isOurs || fchown(file, old.st_uid, old.st_gid) == 0) && fchmod(file, old.st_mode & 0o7777) == 0
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var at = 0
        while at < bytes.count {
            let count = bytes.withUnsafeBytes {
                systemWrite(file, $0.baseAddress?.advanced(by: at), $0.count - at)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            at += count
        }
        return true
    }

    /// The new name is to be there after a power cut, too.
    private static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) + "/" } ?? "."
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

/// `open(2)` and `write(2)`, whose names are taken inside the type.
private func systemOpen(_ path: String, _ mode: mode_t) -> Int32 {
    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
