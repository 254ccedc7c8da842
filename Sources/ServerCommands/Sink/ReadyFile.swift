import Fanmail
import FanmailBasics

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The file that tells where a sink listens, as long as it does.
struct ReadyFile {
    private let path: String

    /// - Throws: `FanmailFailure` where something else stands there, which is left alone.
    init(_ path: String) throws(FanmailFailure) {
        self.path = path
        guard access(path, F_OK) == 0 else { return }
        guard Self.isEmptyFile(path) || Self.processID(path) != nil else {
            throw FanmailFailure(
                .usage, "--ready-file \(path.escapedForTerminal): something else stands there; name a new file")
        }
    }

    /// Whoever finds the file finds all of it.
    func write(_ ready: SinkReadiness) throws(FanmailFailure) {
        do throws(InputFile.Refusal) {
            try ReplacedFile.write(Array((ready.json.text + "\n").utf8), to: path)
        } catch {
            throw FanmailFailure(
                .disk, "--ready-file \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
    }

    /// What another run left.
    func removeOld() {
        if Self.processID(path) != nil { unlink(path) }
    }

    /// What this one wrote, unless another has written there since.
    func removeOwn() {
        if Self.processID(path) == Int(getpid()) { unlink(path) }
    }

    private static func isEmptyFile(_ path: String) -> Bool {
        // Nothing is to be replaced where whatever is written is lost.
        if let real = realpath(path, nil) {
            defer { free(real) }
            guard String(cString: real) != "/dev/null" else { return false }
        }
        do throws(InputFile.Refusal) { return try InputFile(path).size == 0 } catch { return false }
    }

    /// Of the sink that wrote it; nil where no sink did.
    private static func processID(_ path: String) -> Int? {
        guard let octets = try? BoundedFile.text(of: path), let document = try? JSONValue(parsing: octets),
            document["smtp"]?["port"] != nil, case .int(let number) = document["pid"]
        else { return nil }
        return Int(number)
    }
}
