import FanmailBasics
import Logging
import NIOCore
import SMTPCore
import SMTPProtocol

/// What an operator is told of connections to one relay. Servers' words are escaped: a log is read on a terminal.
struct ConnectionLog: Sendable {
    private let logger: Logger

    init(_ logger: Logger, _ relay: Relay) {
        var logger = logger
        logger[metadataKey: "relay"] = "\(relay)"
        self.logger = logger
    }

    func opened(_ connection: SMTPConnection) {
        logger.debug(
            "connection opened",
            metadata: [
                "address": "\(connection.remoteAddress?.ipAddress ?? connection.relay.peer)",
                "security": "\(connection.security.description.escapedForTerminal)",
            ])
    }

    /// Who called is told as well, and may take it lightly.
    func failed(_ failure: SMTPFailure) {
        logger.debug("connection failed", metadata: Self.metadata(failure))
    }

    func fallsBack(_ failure: SMTPFailure) {
        logger.notice("TLS failed, connecting without", metadata: Self.metadata(failure))
    }

    func isDown(_ failure: SMTPFailure?) {
        logger.warning(
            "no connection can be opened, what needs one is unsent at once", metadata: failure.map(Self.metadata) ?? [:]
        )
    }

    func isBack() { logger.notice("connections can be opened again") }

    private static func metadata(_ failure: SMTPFailure) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "failure": "\(failure.kind)", "reason": "\(failure.message.escapedForTerminal)",
        ]
        if let reply = failure.reply { metadata["reply"] = "\(reply.summary)" }
        return metadata
    }
}
