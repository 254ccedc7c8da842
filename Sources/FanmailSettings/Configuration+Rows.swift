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
            row(direct, "\(direct.value)"),
            row(directPort, "\(directPort.value)"),
            row(dns, dns.value ?? ""),
            row(dnsValidates, "\(dnsValidates.value)"),
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
        ] + relays.flatMap(rows(of:))
            + routes.rules.map { rule in
                Row(
                    key: "route", value: "\(rule.conditions): \(rule.way)".escapedForTerminal,
                    origin: rule.place.escapedForTerminal)
            }
    }

    /// What a relay's own table says; all else is as in general.
    package func rows(of relay: RelaySettings) -> [Row] {
        let login = relay.login
        let place = relay.url.origin.description
        func own(_ key: String, _ value: String) -> Row {
            Row(key: "relay.\(relay.name).\(key)", value: value, origin: place.escapedForTerminal)
        }
        let all: [(Row, isSaid: Bool)] = [
            said(relay.url, relay.url.value.map(Self.withoutPassword) ?? ""),
            said(relay.connections, relay.connections.value.map(String.init) ?? ""),
            said(relay.rate, RateText.format(relay.rate.value)),
            said(relay.maxRcpt, relay.maxRcpt.value.map(String.init) ?? ""),
            (own("messages", relay.messages.map(String.init) ?? ""), relay.messages != nil),
            (own("weight", "\(relay.weight)"), relay.weight != 1), said(relay.timeout, relay.timeout.value.text),
            said(relay.hostname, relay.hostname.value ?? ""), said(login.tls, login.tls.value?.rawValue ?? ""),
            said(login.tlsCA, login.tlsCA.value ?? ""), said(login.tlsCertificate, login.tlsCertificate.value ?? ""),
            said(login.tlsKey, login.tlsKey.value ?? ""),
            said(login.tlsPins, login.tlsPins.value.joined(separator: ",")),
            said(login.tlsVerify, "\(login.tlsVerify.value)"),
            said(login.passwordFile, login.passwordFile.value ?? ""),
            said(login.tokenFile, login.tokenFile.value ?? ""),
            said(login.tokenCommand, login.tokenCommand.value ?? ""),
            said(login.allowClearAuth, "\(login.allowClearAuth.value)"),
            said(relay.sourceAddress, relay.sourceAddress.value ?? ""), said(relay.chunking, "\(relay.chunking.value)"),
            said(relay.inFlight, "\(relay.inFlight.value)"),
        ]
        return all.filter(\.isSaid).map(\.0)
    }

    private func said<Value>(_ setting: Setting<Value>, _ value: String) -> (Row, isSaid: Bool) {
        (row(setting, value), setting.origin != .default)
    }

    private func row<Value>(_ setting: Setting<Value>, _ value: String) -> Row {
        Row(key: setting.key, value: value.escapedForTerminal, origin: setting.origin.description.escapedForTerminal)
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
