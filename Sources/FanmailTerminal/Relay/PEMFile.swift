package import Fanmail
import FanmailBasics

/// A file of certificates or keys (RFC 7468), as an option names it.
package enum PEMFile {
    private static let largest = 4 << 20

    /// Reads it to see that it is one, so that it is told before anything is done, and nothing waits for a FIFO.
    ///
    /// - Parameter what: it is to hold, for a person: `--tls-key names a PEM file of its key`.
    package static func expect(_ path: String, _ what: String) throws(FanmailFailure) {
        let octets: [UInt8]
        do throws(InputFile.Refusal) {
            octets = try InputFile(path).read(upTo: largest + 1)
        } catch {
            throw FanmailFailure(.noInput, "\(path): cannot be read: \(error.reason); \(what)".escapedForTerminal)
        }
        guard octets.count <= largest else {
            throw FanmailFailure(
                .unusableInput, "\(path): larger than \(largest >> 20) MiB; \(what)".escapedForTerminal)
        }
        guard octets.firstRange(of: Array("-----BEGIN ".utf8)) != nil else {
            throw FanmailFailure(
                .unusableInput,
                "\(path): this is no PEM file, for nothing in it begins with -----BEGIN; \(what)"
                    .escapedForTerminal)
        }
    }
}
