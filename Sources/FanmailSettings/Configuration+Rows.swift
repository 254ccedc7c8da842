import FanmailBasics

extension Configuration {
    /// One line of `config show`.
    package struct Row: Sendable, Equatable {
        /// The key as in `fanmail.toml`.
        package let key: String
        /// Safe to show: without a relay's password.
        package let value: String
        package let origin: String
    }

    /// Every setting in order, as it is shown.
    package var rows: [Row] {
        let pauses = retry.value.map(DurationText.format).joined(separator: ",")
        return [
            row(database, database.value),
            row(relay, relay.value.map(Self.withoutPassword) ?? ""),
            row(connections, "\(connections.value)"),
            row(rate, RateText.format(rate.value)),
            row(maxRcpt, "\(maxRcpt.value)"),
            row(timeout, timeout.value.text),
            row(retry, pauses.isEmpty ? "none" : pauses),
            row(hostname, hostname.value ?? "the address of each connection, as [192.0.2.1]"),
            row(login.tls, login.tls.value?.rawValue ?? ""),
            row(login.tlsCA, login.tlsCA.value ?? ""),
            row(login.tlsCertificate, login.tlsCertificate.value ?? ""),
            row(login.tlsKey, login.tlsKey.value ?? ""),
            row(login.tlsPins, login.tlsPins.value.joined(separator: ",")),
            row(login.tlsVerify, "\(login.tlsVerify.value)"),
            row(login.passwordFile, login.passwordFile.value ?? ""),
            row(login.tokenFile, login.tokenFile.value ?? ""),
            row(login.tokenCommand, login.tokenCommand.value ?? ""),
            row(login.allowClearAuth, "\(login.allowClearAuth.value)"),
            row(sourceAddress, sourceAddress.value ?? ""),
            row(chunking, "\(chunking.value)"),
            row(inFlight, "\(inFlight.value)"),
            row(dkim.domain, dkim.domain.value ?? ""),
            row(dkim.selector, dkim.selector.value ?? ""),
            row(dkim.rsaKey, dkim.rsaKey.value ?? ""),
            row(dkim.ed25519Selector, dkim.ed25519Selector.value ?? ""),
            row(dkim.ed25519Key, dkim.ed25519Key.value ?? ""),
            row(attachmentFolders, attachmentFolders.value.joined(separator: ":")),
            row(guardShare, "\(guardShare.value)"),
            row(guardWindow, "\(guardWindow.value)"),
            row(guardDomain, "\(guardDomain.value)"),
            row(shapingFile, shapingFile.value ?? ""),
        ]
    }

    private func row<Value>(_ setting: Setting<Value>, _ value: String) -> Row {
        Row(
            key: setting.name.key, value: value.escapedForTerminal,
            origin: setting.origin.description.escapedForTerminal)
    }

    /// `smtp://user:secret@host` as `smtp://user:***@host`.
    package static func withoutPassword(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return url
        }
        return "\(url[...colon])***\(url[at...])"
    }
}
