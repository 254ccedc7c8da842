import FanmailBasics

extension Explanation {
    /// The line, with the remedy as a flag or a command.
    var line: String { line(wording: \.words) }
}

extension ExplainedError {
    /// The line, with the remedy as a flag or a command.
    var line: String { explanation.line }
}

extension Remedy {
    /// As whoever types commands wants it: a flag, a command, a variable.
    var words: String {
        switch code {
        case .seeLists: "see `fanmail list ls`"
        case .seeMailings: "see `fanmail mailing ls`"
        case .seeSubscribers: "see `fanmail subscriber ls`"
        case .seeBatches: "see `fanmail batch ls`"
        case .makeList: "make one with `fanmail list apply`"
        case .makeSegment: "make one with `fanmail segment add`"
        case .bringListBack: "bring it back with `fanmail list archive \(subject) --undo`"
        case .sendAgain: "send it once more with --again"
        case .agree: "`send` asks first on a terminal, and elsewhere refuses it unless --yes is given"
        case .makeDatabase: "make one with `fanmail init`"
        case .useOtherDatabase: "name another with --db"
        case .doWithoutTLS: "--tls none does without"
        case .allowClearTextLogin: "--allow-clear-auth does it all the same"
        case .keepPasswordApart: "leave it out, and set FANMAIL_RELAY_PASSWORD or a password file"
        case .makeDKIMKey: "make one with `fanmail dkim keygen`"
        case .askDNS: "ask `fanmail doctor`"
        case .mapAddress: "say which to mail: --map email=\"\(subject)\""
        case .takeOtherColumn: "to take another one: --map email=\"\(subject)\""
        default: description
        }
    }
}
