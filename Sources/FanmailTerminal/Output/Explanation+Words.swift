import Fanmail
package import FanmailBasics
import Foundation
import ListStore

extension Explanation {
    /// The line, with the remedy as a flag or a command.
    package var line: String { line(wording: \.words) }
}

extension ExplainedError {
    /// The line, with the remedy as a flag or a command.
    package var line: String { explanation.line }
}

extension Remedy {
    /// As whoever types commands wants it: a flag, a command, a variable.
    package var words: String {
        switch code {
        case .seeLists: "see `fanmail list ls`"
        case .seeMailings: "see `fanmail mailing ls`"
        case .seeBounces: "see `fanmail bounce ls`"
        case .seeDestinations: "see `fanmail destination ls`"
        case .rescheduleNow: "to send it now: fanmail mailing reschedule \(subject) --now"
        case .seeSubscribers: "see `fanmail subscriber ls`"
        case .seeBatches: "see `fanmail batch ls`"
        case .makeList: "make one with `fanmail list apply`"
        case .makeSegment: "make one with `fanmail segment add`"
        case .bringListBack: "bring it back with `fanmail list archive \(subject) --undo`"
        case .sendAgain: "send it once more with --again"
        case .nameMessage: "name a message's file, or -"
        case .agree: "`send` asks first on a terminal, and elsewhere refuses it unless --yes is given"
        case .makeDatabase: "make one with `fanmail init`"
        case .useOtherDatabase: "name another with --db"
        case .doWithoutTLS: "--tls none does without"
        case .allowClearTextLogin: "--allow-clear-auth does it all the same"
        case .keepPasswordApart: "leave it out, and set FANMAIL_RELAY_PASSWORD or a password file"
        case .liftSuppression: "to lift that: fanmail suppression rm \(subject)"
        case .makeDKIMKey: "make one with `fanmail dkim keygen`"
        case .askDNS: "ask `fanmail doctor`"
        case .mapAddress: "say which to mail: --map email=\"\(subject)\""
        case .pickLetter: "pick one: fanmail mailing pick \(subject)"
        case .takeOtherColumn: "to take another one: --map email=\"\(subject)\""
        default: wordsOfHealth ?? description
        }
    }

    /// What `doctor` advises.
    private var wordsOfHealth: String? {
        switch code {
        case .restoreCopy: "restore a copy that `fanmail db backup` made"
        case .importAgain: "import the file again: that clears it away first"
        case .decideOnBounces:
            "fanmail bounce release --mailing \(subject) lets them count, fanmail bounce forgive --mailing \(subject) takes them back"
        case .undoAgain: "fanmail batch undo \(subject): that goes on with it"
        case .takeDirectory: "give the directory to whoever runs fanmail"
        case .endReading: "somebody reads without an end, such as an open sqlite3 shell: let them finish"
        case .makeRoom: "make room: a full disk stops a mailing"
        case .setHostname: "set hostname in [delivery] to the name that the sending address has in the DNS"
        case .setOneClick: "set unsubscribe-url, and one-click, in [policy] of the list (RFC 8058)"
        case .makeFirstList: "make one with `fanmail list apply lists/announce.toml`"
        case .setRelay: "set relay in [delivery], such as smtp://127.0.0.1:25"
        case .lookAtSteps: "`fanmail ehlo \(subject)` shows each step"
        case .trustCertificate: "name its authority with tls-ca, or its SHA-256 with tls-pin"
        case .encrypt: "use smtps://, or STARTTLS"
        case .removeUser: "take the user out, or use port 587 or 465"
        case .nameAddress: "name it with --sends-from"
        case .nameServer: "name a server that answers with --dns, and look again"
        case .askForName:
            "ask whoever the address is from for a PTR record with the server's name, and give that name the address"
        case .publish: "\(subject)"
        case .endInRefusal: "end it in -all or ~all"
        case .mendText: "mend the TXT record of \(subject)"
        case .addSenders: "add \(subject) to: \(target)"
        case .signMessages: "`fanmail dkim keygen`, unless the relay signs"
        case .nameKeys: "\(naming(keys: subject.components(separatedBy: ", "), of: target))"
        case .publishKey: "`fanmail dkim record` prints what should stand there"
        case .signAs: "sign as \(subject), or as the domain of its owner that has the DMARC record"
        case .addReports: "add rua=mailto:dmarc@\(subject)"
        default: nil
        }
    }

    /// The command that puts keys which are there into the settings.
    private func naming(keys files: [String], of domain: String) -> String {
        let ending = "-ed25519"
        let names = files.map { String($0.split(separator: "/").last?.dropLast(".pem".count) ?? "") }
        let selectors = Set(names.map { $0.hasSuffix(ending) ? String($0.dropLast(ending.count)) : $0 })
        let isOne = files.count == 1
        let there = "\(subject) \(isOne ? "is" : "are") there, and not set"
        guard selectors.count == 1, let selector = selectors.first else { return "\(there): name one in [dkim]" }
        let only = isOne ? " --algorithm \(names[0] == selector ? "rsa" : "ed25519")" : ""
        let command =
            "fanmail dkim keygen --domain \(domain.isEmpty ? "DOMAIN" : domain) --selector \(selector)\(only) --write"
        return "\(there): `\(command)` names \(isOne ? "it" : "them") in fanmail.toml"
    }
}
