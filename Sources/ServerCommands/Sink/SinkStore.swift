import Fanmail
import FanmailBasics
import FanmailMIME
import SMTPSink

/// Where a sink keeps its messages: files of a Maildir, or one mbox file.
enum SinkStore {
    case maildir(Maildir)
    case mbox(Mbox, directory: String)

    /// - Parameter option: what named the path.
    init(maildir path: String, option: String = "--maildir") throws {
        let maildir = Maildir(path)
        do throws(MessageStoreFailure) {
            try maildir.make()
        } catch {
            throw FanmailFailure(
                .disk,
                "\(option) \(path.escapedForTerminal): the Maildir cannot be made: name a directory, or a new name in one"
            )
        }
        self = .maildir(maildir)
    }

    init(mbox path: String) throws {
        do throws(MessageStoreFailure) {
            let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
            self = .mbox(try Mbox(appendingTo: path), directory: directory)
        } catch {
            throw FanmailFailure(.disk, "--mbox \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
    }

    /// On the same disk, for what is not whole yet.
    var spoolDirectory: String {
        switch self {
        case .maildir(let maildir): maildir.spoolDirectory
        case .mbox(_, let directory): directory
        }
    }

    /// False when it could not be written; the sender is then told to try again.
    func keep(_ message: KeptMessage) -> Bool {
        let delivered = DeliveredMessage(
            at: message.at, number: message.transaction, reversePath: message.reversePath,
            forwardPaths: message.forwardPaths, content: message.body.forEachPiece)
        return switch self {
        case .maildir(let maildir): maildir.deliver(delivered, by: "fanmail-sink")
        case .mbox(let mbox, _): mbox.append(delivered)
        }
    }
}
