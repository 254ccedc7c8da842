import Fanmail
import Foundation
import ListStore
import MailCore
import Roster
import Tokens

/// What somebody is told who came or went by mail: `templates/welcome.eml`, `templates/goodbye.eml`, or a plain text.
enum AnswerTemplate {
    private static let welcome = """
        Subject: You are subscribed to {{list}}

        You are subscribed to {{list}} with this address, {{address}}.

        """
    private static let goodbye = """
        Subject: You have left {{list}}

        {{address}} is not subscribed to {{list}} any more.

        """

    /// A message to the subscriber, with CRLF ends; it answers nobody else, and nothing answers it (RFC 3834).
    static func message(for effect: TokenEffect, list: ListRecord) throws -> [UInt8] {
        let isWelcome = effect.purpose == .confirm
        let path = isWelcome ? "templates/welcome.eml" : "templates/goodbye.eml"
        var text = isWelcome ? welcome : goodbye
        if FileManager.default.fileExists(atPath: path) {
            text = String(decoding: try MessageFile.read(path).bytes, as: UTF8.self)
        }
        text = text.replacing("{{list}}", with: list.name).replacing("{{address}}", with: effect.address)
        let lines = text.split(separator: /\r?\n/, omittingEmptySubsequences: false)
        let header = lines.prefix { !$0.isEmpty }.filter { !isOurs($0) }
        let token = "\(Timestamp.now.milliseconds).\(UInt64.random(in: .min ... .max))"
        let fields = [
            "From: \(list.definition.owner.address)", "To: \(effect.address)", "Date: \(Timestamp.now.rfc5322Date)",
            "Message-ID: <\(token)@\(list.address.domain)>", "Auto-Submitted: auto-replied",
        ]
        let all =
            fields + header.map(String.init) + lines.dropFirst(lines.prefix { !$0.isEmpty }.count).map(String.init)
        return Array(all.joined(separator: "\r\n").utf8) + [0x0D, 0x0A]
    }

    private static func isOurs(_ line: Substring) -> Bool {
        ["from", "to", "date", "message-id", "auto-submitted"].contains(line.prefix { $0 != ":" }.lowercased())
    }
}
