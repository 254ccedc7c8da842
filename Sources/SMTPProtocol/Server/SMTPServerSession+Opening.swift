import FanmailBasics

/// Hello, STARTTLS (RFC 3207) and AUTH (RFC 4954).
extension SMTPServerSession {
    mutating func hello(_ line: [UInt8], isExtended: Bool, _ standing: Standing) -> Event {
        let name = line[4...].drop { $0 == 0x20 }
        guard !name.isEmpty || !configuration.isStrict else {
            return refuse(.hello, "501 5.5.4 say who you are", isError: true)
        }
        state = .asked(.hello(isExtended: isExtended, standing))
        return .hello(name: name, isExtended: isExtended)
    }

    /// The lines of EHLO's reply, without their codes.
    var helloLines: [String] {
        var lines = [configuration.hostname]
        if configuration.startTLS != .off, !isEncrypted { lines.append("STARTTLS") }
        if takesLogin { lines.append("AUTH \(configuration.mechanisms.joined(separator: " "))") }
        return lines + configuration.keywordLines
    }

    // MARK: - STARTTLS

    mutating func startTLS(_ line: [UInt8], _ standing: Standing) -> Event {
        guard !isEncrypted, configuration.startTLS != .off else {
            return refuse(.startTLS, "503 5.5.1 no TLS here, or it is on already")
        }
        guard line.count == 8 else {
            return refuse(.startTLS, "501 5.5.4 STARTTLS takes no parameter", isError: true)
        }
        state = .asked(.startTLS(standing))
        return .startTLS
    }

    /// The TLS handshake is done. All that was known before is forgotten (RFC 3207, 4.2).
    public mutating func secured() {
        guard awaitsHandshake else { return }
        isEncrypted = true
        isAuthenticated = false
        state = .command(.unintroduced)
    }

    // MARK: - AUTH

    /// Whether AUTH would be heeded now.
    private var takesLogin: Bool {
        !configuration.mechanisms.isEmpty && !isAuthenticated && (isEncrypted || configuration.takesLoginInClear)
    }

    mutating func beginLogin(_ line: [UInt8], _ standing: Standing) -> Event {
        guard takesLogin else { return refuse(.login, "503 5.5.1 no login here now") }
        guard case .ready = standing else { return refuse(.login, "503 5.5.1 say EHLO first, and no MAIL") }
        let words = line.split(separator: 0x20)
        guard words.count == 2 || words.count == 3 else {
            return refuse(.login, "501 5.5.4 AUTH mechanism", isError: true)
        }
        let mechanism = String(decoding: words[1], as: UTF8.self).uppercased()
        guard configuration.mechanisms.contains(mechanism) else {
            return refuse(.login, "504 5.5.4 no such mechanism", isError: true)
        }
        var initial: [UInt8]?
        if words.count == 3 {
            // An empty initial response is an equals sign (RFC 4954, 4).
            guard let octets = words[2].elementsEqual([0x3D]) ? [] : Base64.decoded(words[2]) else {
                return refuse(.login, "501 5.5.2 that is no base64", isError: true)
            }
            initial = octets
        }
        state = .asked(.login)
        return .login(mechanism: mechanism, initial: initial)
    }

    /// 334 with these octets: the client's answer to them is the next event (RFC 4954, 4).
    public mutating func challenge(_ octets: [UInt8]) {
        guard case .asked(.login) = state else { return assertionFailure("no login is under way") }
        write(joining: "334 ", Base64.encoded(octets))
        state = .challenged
    }

    /// A line behind 334.
    mutating func respond() -> Event {
        state = .command(.ready)
        guard !line.elementsEqual([0x2A]) else { return refuse(.login, "501 5.7.0 cancelled") }
        guard let octets = Base64.decoded(line[...]) else {
            return refuse(.login, "501 5.5.2 that is no base64", isError: true)
        }
        state = .asked(.login)
        return .response(octets)
    }
}
