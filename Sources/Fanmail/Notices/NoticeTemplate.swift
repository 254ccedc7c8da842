import Composition
import FanmailBasics
import FanmailDelivery
import FanmailMIME
import Foundation
import ListStore
import MailingLists
import SMTPClient
import SMTPCore

/// What a list says to one person by itself: a letter, `templates/confirm.md`, `welcome.md`, `goodbye.md` or
/// `stranger.md`; an old `.eml` with `{{list}}` and `{{address}}`; or the sample letter, of which strangers have none: they
/// get a plain text.
struct NoticeTemplate {
    let kind: NoticeRecord.Kind
    let mailbox: Mailbox
    let list: ListRecord
    /// The token that confirms, of a request to confirm; that ends the subscription, of a welcome.
    let token: String?
    let letters: LetterReader

    /// Of what there is no sample letter.
    private static let texts: [NoticeRecord.Kind: String] = [
        .stranger: """
        Subject: You are not subscribed to {{list}} with this address

        Somebody, hopefully you, wrote from {{address}} to leave {{list}}. This address is not subscribed, so nothing
        was changed. If letters of {{list}} reach you, they go to another address of yours: write from that one, use the
        way out in such a letter, or reply to this message, which reaches a person.

        """
    ]

    /// A message to the subscriber, with CRLF ends; it answers nobody else, and nothing answers it (RFC 3834).
    func message(_ store: Store) throws -> [UInt8] {
        let path = "\(letters.templates)/\(kind.rawValue)"
        let id = "\(Timestamp.now.milliseconds).\(UInt64.random(in: .min ... .max))"
        var fields = [
            "Date: \(Timestamp.now.rfc5322Date)", "Message-ID: <\(id)@\(list.address.domain)>",
            "Auto-Submitted: \(kind == .confirm ? "auto-generated" : "auto-replied")",
        ]
        if kind == .confirm, let address = tokenAddress { fields.append("Reply-To: \(address)") }
        let head = Array((fields.joined(separator: "\r\n") + "\r\n").utf8)
        let hasMessage = FileManager.default.fileExists(atPath: path + ".eml")
        if let letter = try letter(path + ".md", hasMessage: hasMessage, store) {
            return head + (try octets(of: letter, path + ".md", store))
        }
        var text = Self.texts[kind] ?? ""
        if hasMessage {
            text = String(decoding: try MessageFile.read(.file(path + ".eml")), as: UTF8.self)
        }
        do throws(LawfulMessageFailure) {
            return try LawfulMessage(head + plain(text), isHeaderLawful: false).octets
        } catch {
            throw FanmailFailure(.unusableInput, "\(path).eml: \(error.reason.escapedForTerminal)")
        }
    }

    /// The owner's own, else the sample in the language that is wanted: where the owner has none, and nothing of the
    /// sample is changed. Nil where plain text does.
    private func letter(_ path: String, hasMessage: Bool, _ store: Store) throws -> Letter? {
        let exists = FileManager.default.fileExists(atPath: path)
        let language = try store.details(of: mailbox)?.language ?? list.definition.language
        let own = SampleLetters.text(kind.rawValue, language: language) ?? SampleLetters.text(kind.rawValue)
        guard exists else { return hasMessage ? nil : try own.map { try letters.letter(path, text: $0) } }
        let letter = try letters.letter(path)
        guard let own, let text = letter.texts.first?.text, letter.texts.count == 1, text != own,
            SampleLetters.isUntouched(text, kind.rawValue)
        else { return letter }
        return try letters.letter(path, text: own)
    }

    private func octets(of letter: Letter, _ path: String, _ store: Store) throws -> [UInt8] {
        // Nothing is sent from it.
        let office = PostOffice(store: store, settings: MailingSettings(relay: try Relay("smtp://localhost")))
        var identity = office.identity(list)
        identity.footer = nil
        let letter = try office.dressed(letter, identity, named: path)
        var fields = try office.fields(of: letter, for: mailbox, list: nil)
        switch kind {
        case .confirm: fields.confirmURL = url
        case .welcome: fields.unsubscribeURL = url
        case .goodbye, .stranger, .warning, .probe: break
        }
        do throws(CompositionFailure) {
            try letter.expectComplete(for: fields)
            return try letter.message(
                for: fields, list: identity, now: .now, seed: Letter.seed, to: mailbox.address,
                omittingReplyTo: kind == .confirm)
        } catch {
            throw FanmailFailure(error, in: path)
        }
    }

    private func plain(_ template: String) -> [UInt8] {
        let text = template.replacingOctets("{{list}}", with: list.name)
            .replacingOctets("{{address}}", with: mailbox.address).replacingOctets("{{url}}", with: url ?? "")
        let lines = text.split(separator: /\r?\n/, omittingEmptySubsequences: false)
        let header = lines.prefix { !$0.isEmpty }.filter { !isOurs($0) }
        let all =
            [from, "To: \(mailbox.address)"] + header.map(String.init)
            + lines.dropFirst(lines.prefix { !$0.isEmpty }.count).map(String.init)
        return Array(all.joined(separator: "\r\n").utf8) + [0x0D, 0x0A]
    }

    /// The list's sender, where it has one, else its owner.
    private var from: String {
        var header = HeaderWriter()
        guard let sender = list.definition.look.sender,
            (try? header.append("From", displayName: sender.name, address: sender.address)) != nil
        else { return "From: \(list.definition.owner.address)" }
        return String(decoding: header.bytes, as: UTF8.self).replacing("\r\n ", with: " ").replacing("\r\n", with: "")
    }

    private func isOurs(_ line: Substring) -> Bool {
        let name = line.prefix { $0 != ":" }.lowercased()
        return ["from", "to", "date", "message-id", "auto-submitted"].contains(name)
            || name == "reply-to" && kind == .confirm
    }

    /// Whoever writes there has said yes, or has left.
    private var tokenAddress: String? {
        token.flatMap { TokenAddress.address(of: list.address, kind == .confirm ? .confirm : .unsubscribe, token: $0) }
    }

    /// The owner's page, else the address that acts by mail.
    private var url: String? {
        guard let token else { return nil }
        let page = kind == .confirm ? list.definition.confirmURL : list.definition.unsubscribeURL
        if let page, page.contains("{token}") { return page.replacing("{token}", with: token) }
        return tokenAddress.map { "mailto:\($0)?subject=\(kind == .confirm ? "confirm" : "unsubscribe")" }
    }
}
