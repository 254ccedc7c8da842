import Fanmail
import FanmailBasics

extension HealthRemedy {
    /// What to do, as a command line has it.
    var text: String {
        switch self {
        case .restoreCopy: "restore a copy that `fanmail db backup` made"
        case .importAgain: "import the file again: that clears it away first"
        case .undoAgain(let batch): "fanmail batch undo \(batch): that goes on with it"
        case .takeDirectory: "give the directory to whoever runs fanmail"
        case .endReading: "somebody reads without an end, such as an open sqlite3 shell: let them finish"
        case .makeRoom: "make room: a full disk stops a mailing"
        case .setHostname: "set hostname in [delivery] to the name that the sending address has in the DNS"
        case .setOneClick: "set unsubscribe-url, and one-click, in [policy] of the list (RFC 8058)"
        case .makeList: "make one with `fanmail list apply lists/announce.toml`"
        case .setRelay: "set relay in [delivery], such as smtp://127.0.0.1:25"
        case .lookAtSteps(let relay): "`fanmail ehlo \(relay)` shows each step"
        case .trustCertificate: "name its authority with tls-ca, or its SHA-256 with tls-pin"
        case .encrypt: "use smtps://, or STARTTLS"
        case .removeUser: "take the user out, or use port 587 or 465"
        case .nameAddress: "name it with --sends-from"
        case .nameServer: "name a server that answers with --dns, and look again"
        case .askForName:
            "ask whoever the address is from for a PTR record with the server's name, and give that name the address"
        case .publish(let record): record
        case .endInRefusal: "end it in -all or ~all"
        case .mendText(let domain): "mend the TXT record of \(domain)"
        case .addSenders(let senders, let record): "add \(senders) to: \(record)"
        case .makeKey: "`fanmail dkim keygen`, unless the relay signs"
        case .publishKey: "`fanmail dkim record` prints what should stand there"
        case .signAs(let domain): "sign as \(domain), or as the domain of its owner that has the DMARC record"
        case .addReports(let domain): "add rua=mailto:dmarc@\(domain)"
        }
    }
}

extension HealthFinding {
    var json: JSONValue {
        .object([
            ("area", .string(area.rawValue)), ("subject", .string(subject)), ("level", .string(level.rawValue)),
            ("finding", .string(text)), ("remedy", JSONValue(remedy?.text)),
        ])
    }
}
