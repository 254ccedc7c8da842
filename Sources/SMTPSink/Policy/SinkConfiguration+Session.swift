import SMTPProtocol

extension SinkConfiguration {
    /// What the protocol needs to know.
    ///
    /// The session refuses nothing for its form, its size or its repetition, so that the sink sees and counts it first.
    var session: SMTPServerSession.Configuration {
        var session = SMTPServerSession.Configuration(
            hostname: hostname, software: "fanmail sink", dialect: isLMTP ? .lmtp : .smtp, keywords: keywords)
        session.startTLS =
            switch tls?.mode {
            case .offer: .offered
            case .require: .required
            case .implicit, nil: .off
            }
        session.mechanisms = users.isEmpty ? [] : SinkLogin.mechanisms
        session.requiresLogin = requiresLogin
        session.takesLoginInClear = tls == nil
        session.isStrict = false
        // Those may be set while a connection is open: the policy knows them.
        session.limits.recipients = nil
        session.limits.messages = nil
        session.limits.message = nil
        session.limits.errors = nil
        session.limits.idleCommands = nil
        return session
    }

    /// The keywords of EHLO with their values. A limit of the fault plan's is for the client to find out.
    private var keywords: [String] {
        extensions.compactMap { line in
            switch line {
            case "LIMITS": recipientLimit < Self.noRecipientLimit ? "LIMITS RCPTMAX=\(recipientLimit)" : nil
            case "SIZE": longestMessage < .max ? "SIZE \(longestMessage)" : line
            default: line
            }
        }
    }
}
