package import FanmailBasics
import FanmailSettings
package import SMTPCore

extension ListDefinition {
    private static let nameLimit = 64
    private static let descriptionLimit = 500
    private static let recipientLimit = 10_000
    private static let urlLimit = 500
    private static let posterLimit = 100
    private static let footerLimit = 4096
    private static let lineLimit = 900

    /// Reads a list's file, of at most 1 MiB.
    package static func load(_ path: String) throws(InputFailure) -> ListDefinition {
        try parse(BoundedFile.text(of: path), file: path)
    }

    /// Reads the text of a list's file; `file` is what errors call it.
    package static func parse(_ text: String, file: String) throws(InputFailure) -> ListDefinition {
        let document = try TOMLDocument(parsing: text, file: file, keys: keys, kind: .input)
        let name = try name(document)
        let address = try mailbox(document, "address", example: "\(name)@lists.example")
        let unsubscribeURL = try url(document, "policy.unsubscribe-url", isSecure: true)
        let footer = try footerText(document, "policy.footer")
        let description = try description(document)
        let bounce = try BouncePolicy(document)
        var definition = ListDefinition(
            name: name,
            address: address,
            description: description,
            owner: try mailbox(document, "owner", example: address.address),
            reversePath: try reversePath(document, of: address),
            language: try language(document),
            addHeaders: try document.boolean("policy.headers") ?? true,
            post: try choice(document, "policy.post") ?? .owner,
            maxRecipients: try document.integer("policy.max-recipients", in: 1...recipientLimit),
            unsubscribeURL: unsubscribeURL,
            oneClick: try oneClick(document, unsubscribeURL),
            archiveURL: try url(document, "policy.archive-url", isSecure: false),
            footer: footer, footerHTML: try footerHTML(document, footer), bounce: bounce)
        definition.posters = try posters(document)
        definition.doubleOptIn = try document.boolean("policy.double-opt-in") ?? false
        definition.confirmURL = try url(document, "policy.confirm-url", isSecure: true)
        if definition.confirmURL?.contains("{token}") == false {
            throw document.failure(
                "policy.confirm-url", "needs {token} in it: https://lists.example/confirm/{token}")
        }
        definition.welcome = try document.boolean("policy.welcome") ?? true
        definition.goodbye = try document.boolean("policy.goodbye") ?? true
        definition.relay = try relay(document)
        definition.rates = try rates(document)
        definition.complaintAddress = try complaintAddress(document)
        definition.verp = try verp(document, definition.reversePath)
        definition.dsn = try choice(document, "policy.dsn") ?? .ask
        definition.retryPauses = try retryPauses(document)
        definition.look = try ListLook(document)
        return definition
    }

    /// What a reverse-path's local-part may have beside a token, in 64 octets (RFC 5321, 4.5.3.1.1).
    private static let verpLimit = 26

    private static func verp(
        _ document: TOMLDocument, _ reversePath: ReversePath
    ) throws(InputFailure) -> VERPPolicy {
        guard let policy: VERPPolicy = try choice(document, "policy.verp") else { return .never }
        guard policy != .never else { return policy }
        guard case .mailbox(let mailbox) = reversePath else {
            throw document.failure("policy.verp", "needs a reverse-path that can name a subscriber; set reverse-path")
        }
        guard mailbox.localPart.utf8.count <= verpLimit, !mailbox.localPart.hasPrefix("\"") else {
            throw document.failure(
                "policy.verp",
                "leaves no room for a token in \(mailbox.address); set a reverse-path of at most \(verpLimit) octets "
                    + "before the @")
        }
        return policy
    }

    /// An address that can stand in every header.
    private static func complaintAddress(_ document: TOMLDocument) throws(InputFailure) -> Mailbox? {
        let key = "policy.cfbl-address"
        guard try document.string(key) != nil else { return nil }
        let address = try mailbox(document, key, example: "complaints@lists.example")
        guard address.address.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw document.failure(key, "has letters beyond ASCII before the @, which not every receiver can write to")
        }
        return address
    }

    /// The URL of a relay, as far as a list's file can tell; a password has no place in it.
    private static func relay(_ document: TOMLDocument) throws(InputFailure) -> String? {
        guard let text = try document.string("policy.relay") else { return nil }
        let schemes = ["smtp://", "smtps://", "lmtp://", "lmtp+unix://"]
        guard let scheme = schemes.first(where: { text.hasPrefix($0) }), text.utf8.count > scheme.utf8.count,
            text.utf8.count <= urlLimit, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw document.failure("policy.relay", "is no relay; write one such as smtp://127.0.0.1:25") }
        let user = text.dropFirst(scheme.utf8.count).prefix { $0 != "/" }.split(separator: "@").dropLast().joined()
        guard !user.contains(":") else {
            throw document.failure(
                "policy.relay", "has a password in it, where everybody can read it", remedy: .keepPasswordApart)
        }
        return text
    }

    private static func rates(_ document: TOMLDocument) throws(InputFailure) -> [MailRate] {
        guard let text = try document.string("policy.rate") else { return [] }
        do throws(SettingSyntaxError) {
            return try RateText.list(text)
        } catch {
            throw document.failure("policy.rate", error.reason)
        }
    }

    private static func required(_ document: TOMLDocument, _ key: String, example: String) throws(InputFailure)
        -> String
    {
        guard let text = try document.string(key) else {
            throw InputFailure(
                .input, document.file, "the key `\(key)` is missing; add a line such as \(key) = \"\(example)\"")
        }
        return text
    }

    private static func name(_ document: TOMLDocument) throws(InputFailure) -> String {
        let name = try required(document, "name", example: "announce")
        guard isName(name) else {
            throw document.failure(
                "name",
                "is not a list name; it begins with a letter a-z or a digit, goes on with those and . _ -, "
                    + "has at most \(nameLimit) characters and no dot at its end or beside another")
        }
        return name
    }

    /// Whether a text can be a list's name.
    package static func isName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let isLetterOrDigit = { (byte: UInt8) in (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
        guard let first = bytes.first, bytes.count <= nameLimit, isLetterOrDigit(first) else { return false }
        return bytes.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
            && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
    }

    private static func mailbox(_ document: TOMLDocument, _ key: String, example: String) throws(InputFailure)
        -> Mailbox
    {
        let text = try required(document, key, example: example)
        do throws(MailboxSyntaxError) {
            return try Mailbox(parsing: text)
        } catch {
            throw document.failure(key, "is not an address: \(error.reason)")
        }
    }

    private static func reversePath(_ document: TOMLDocument, of address: Mailbox) throws(InputFailure) -> ReversePath {
        guard let text = try document.string("reverse-path") else {
            guard let path = defaultReversePath(of: address) else {
                throw InputFailure(
                    .input, document.file,
                    "the list's address is too long for a reverse-path made from it; set `reverse-path`")
            }
            return path
        }
        if text.isEmpty { return .null }
        do throws(MailboxSyntaxError) {
            return .mailbox(try Mailbox(parsing: text))
        } catch {
            throw document.failure(
                "reverse-path", "is not an address: \(error.reason); \"\" stands for the null reverse-path")
        }
    }

    /// `<local-part>-bounces@<domain>`; nil when that is too long.
    package static func defaultReversePath(of address: Mailbox) -> ReversePath? {
        let isQuoted = address.localPart.utf8.last == UInt8(ascii: "\"")
        let local = isQuoted ? "\(address.localPart.dropLast())-bounces\"" : "\(address.localPart)-bounces"
        return (try? Mailbox(parsing: "\(local)@\(address.domain)")).map { .mailbox($0) }
    }

    private static func description(_ document: TOMLDocument) throws(InputFailure) -> String? {
        guard let text = try document.string("description") else { return nil }
        guard text.utf8.count <= descriptionLimit else {
            throw document.failure("description", "is longer than \(descriptionLimit) octets; make it shorter")
        }
        // It goes into a header field.
        guard !text.unicodeScalars.contains(where: \.breaksLine) else {
            throw document.failure("description", "contains a line break or a control character; write one plain line")
        }
        return text.isEmpty ? nil : text
    }

    /// An absolute URL that can stand in a header field between angle brackets.
    private static func url(_ document: TOMLDocument, _ key: String, isSecure: Bool) throws(InputFailure) -> String? {
        guard let text = try document.string(key) else { return nil }
        let schemes = isSecure ? ["https://"] : ["https://", "http://"]
        guard let scheme = schemes.first(where: { text.hasPrefix($0) }), text.utf8.count > scheme.utf8.count else {
            throw document.failure(
                key, "is no \(isSecure ? "https" : "web") address; write one such as https://lists.example/")
        }
        guard text.utf8.count <= urlLimit else {
            throw document.failure(key, "is longer than \(urlLimit) octets; make it shorter")
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>\"\\^`|".utf8.contains($0) }) else {
            throw document.failure(key, "has a character that a URL cannot have; write it as %XX")
        }
        return text
    }

    private static func oneClick(
        _ document: TOMLDocument, _ unsubscribeURL: String?
    ) throws(InputFailure) -> OneClickPolicy {
        let hasLink = unsubscribeURL?.contains("{token}") ?? false
        guard let policy: OneClickPolicy = try choice(document, "policy.one-click") else {
            return hasLink ? .largeReceivers : .never
        }
        guard policy == .never || hasLink else {
            throw document.failure(
                "policy.one-click",
                "needs a link of each subscriber's own: set unsubscribe-url = \"https://lists.example/leave/{token}\"")
        }
        return policy
    }

    /// Lines of text; nil for none.
    private static func footerText(_ document: TOMLDocument, _ key: String) throws(InputFailure) -> String? {
        guard let text = try document.string(key)?.replacing("\r\n", with: "\n") else { return nil }
        guard text.utf8.count <= footerLimit else {
            throw document.failure(key, "is longer than \(footerLimit) octets; make it shorter")
        }
        let isPlain = text.unicodeScalars.allSatisfy {
            $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
        }
        guard isPlain else { throw document.failure(key, "contains a control character; write plain lines") }
        let longest = text.split(separator: "\n").map(\.utf8.count).max() ?? 0
        guard longest <= lineLimit else {
            throw document.failure(key, "has a line of more than \(lineLimit) octets; break it")
        }
        return text.isEmpty ? nil : text
    }

    private static func footerHTML(_ document: TOMLDocument, _ footer: String?) throws(InputFailure) -> String? {
        let html = try footerText(document, "policy.footer-html")
        if html != nil, footer == nil {
            throw document.failure("policy.footer-html", "needs `footer` too, for those who read plain text")
        }
        return html
    }

    private static func posters(_ document: TOMLDocument) throws(InputFailure) -> [Mailbox] {
        var posters: [Mailbox] = []
        for text in try document.strings("policy.posters", atMost: posterLimit) ?? [] {
            do {
                posters.append(try Mailbox(parsing: text))
            } catch {
                throw document.failure(
                    "policy.posters", "has \(SettingSyntaxError.quoted(text)), no address: \(error.reason)")
            }
        }
        return posters
    }

    private static func language(_ document: TOMLDocument) throws(InputFailure) -> String? {
        guard let text = try document.string("language") else { return nil }
        guard LanguageTag.isValid(text) else {
            throw document.failure("language", "is not a language tag; write one such as en or pt-BR")
        }
        return text
    }

    static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ document: TOMLDocument, _ key: String)
        throws(InputFailure) -> Choice?
    {
        guard let text = try document.string(key) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let choices = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
        throw document.failure(key, "is \"\(text)\"; it must be \(choices)")
    }
}

extension Unicode.Scalar {
    fileprivate var breaksLine: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
