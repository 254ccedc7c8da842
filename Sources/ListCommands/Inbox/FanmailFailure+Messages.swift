import Fanmail
import FanmailBasics
import FanmailMIME

extension MessageFile.Place {
    /// As a command line names it: - for standard input.
    init(argument: String) { self = argument == "-" ? .standardInput : .file(argument) }
}

extension FanmailFailure {
    init(_ failure: MessageFile.Failure) {
        let kind: Kind =
            switch failure.kind {
            case .unreadable: .noInput
            case .tooLarge, .empty: .unusableInput
            }
        self.init(kind, failure.explanation)
    }

    init(_ failure: IncomingMail.Failure) {
        switch failure {
        case .file(let failure): self.init(failure)
        case .noMaildir(let path):
            self.init(
                .noInput,
                "\(path): this is no Maildir, for it has no new/, nor is a .eml in it; name a Maildir or a file")
        case .store(let failure): self.init(.disk, "\(failure.path): cannot be written: \(failure.reason)")
        }
    }
}

extension IncomingMail.Counts {
    /// Says that some were not understood, and ends with 65.
    func expectUnderstood(of mail: IncomingMail) throws {
        guard notUnderstood > 0 else { return }
        let stays = mail.remains.map { (notUnderstood == 1 ? "; it stays in " : "; they stay in ") + $0 } ?? ""
        throw FanmailFailure(
            .unusableInput,
            (notUnderstood == 1 ? "1 message was" : "\(notUnderstood) messages were")
                + " not understood\(stays): see to it by hand")
    }
}
