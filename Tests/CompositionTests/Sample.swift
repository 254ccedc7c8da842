import Composition
import FanmailBasics
import FanmailMIME
import SMTPCore

/// Lists and postings for the tests.
enum Sample {
    static let announce = list("announce")
    static let plain = list("plain", addsHeaders: false)
    /// 2026-11-23T09:00:00Z.
    static let now = Timestamp(milliseconds: 1_795_424_400_000)

    static func list(
        _ name: String, local: String? = nil, description: String? = "News", addsHeaders: Bool = true
    ) -> ListIdentity {
        ListIdentity(
            name: name, address: Mailbox(trustedLocalPart: local ?? name, domain: "lists.example"),
            description: description, addsHeaders: addsHeaders)
    }

    static func finalMessage(
        _ source: [UInt8], lists: [ListIdentity] = [plain]
    ) throws -> FinalMessage {
        try FinalMessage(source: source, header: HeaderSection(source), lists: lists, now: now, token: "t0ken")
    }

    static func finalMessage(_ source: String, lists: [ListIdentity] = [plain]) throws -> FinalMessage {
        try finalMessage(Array(source.utf8), lists: lists)
    }

    /// The final bytes as text.
    static func text(_ source: String, lists: [ListIdentity] = [plain]) throws -> String {
        String(decoding: try finalMessage(source, lists: lists).bytes, as: UTF8.self)
    }

    static func failure(_ source: [UInt8], lists: [ListIdentity] = [announce]) throws -> CompositionFailure? {
        do {
            _ = try finalMessage(source, lists: lists)
            return nil
        } catch let failure as CompositionFailure {
            return failure
        }
    }

    static func failure(_ source: String, lists: [ListIdentity] = [announce]) throws -> CompositionFailure? {
        try failure(Array(source.utf8), lists: lists)
    }
}
