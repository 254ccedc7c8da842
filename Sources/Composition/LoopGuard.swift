import MIME
import MailCore

/// Refuses what could go round in a circle, before it does so a million times.
enum LoopGuard {
    private static let mostReceived = 100

    static func check(_ header: HeaderSection, _ lists: [ListIdentity]) throws(CompositionFailure) {
        for field in header.all("List-Id") {
            let value = field.value.lowercased()
            if let list = lists.first(where: { value.contains("<\($0.id.lowercased())>") }) {
                throw CompositionFailure(
                    .loop, line: field.line,
                    "it went through the list \(list.name) already (List-Id); it is not sent again")
            }
        }
        if let field = header.first("Auto-Submitted") {
            let value = field.value.lowercased().prefix { $0 != ";" && $0 != " " }
            if value != "no" {
                throw CompositionFailure(
                    .loop, line: field.line,
                    "it was sent by a machine (Auto-Submitted: \(value)); lists do not pass that on")
            }
        }
        if let field = header.first("Return-Path"), field.value.filter({ $0 != " " }) == "<>" {
            throw CompositionFailure(.loop, line: field.line, "it is a failure report (Return-Path: <>)")
        }
        let received = header.all("Received").count
        if received > mostReceived {
            throw CompositionFailure(
                .loop, "it has \(received) Received fields, more than \(mostReceived): it is in a loop")
        }
    }

    /// Fields that a message has once (RFC 5322, 3.6).
    static func checkCounts(_ header: HeaderSection) throws(CompositionFailure) {
        for name in ["From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Message-ID", "In-Reply-To", "Subject", "Date"] {
            let fields = header.all(name)
            if fields.count > 1 {
                throw CompositionFailure(line: fields[1].line, "there is more than one \(name) field; keep one")
            }
        }
        guard let from = header.first("From") else {
            throw CompositionFailure(.message, "it has no From field; write who sends it")
        }
        let entries: [AddressList.Entry]
        do {
            entries = try AddressList(from.value).entries
        } catch {
            throw CompositionFailure(line: from.line, "From: \(error.reason)")
        }
        guard !entries.isEmpty else { throw CompositionFailure(line: from.line, "From names nobody") }
    }
}
