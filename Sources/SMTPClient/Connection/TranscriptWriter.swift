import NIOCore
import SMTPProtocol

/// Cuts one connection's octets into lines for a transcript. Lives on the connection's event loop.
final class TranscriptWriter {
    /// Lines of replies are bounded elsewhere; this is so that a server without line ends is not collected here.
    private static let longestLine = 2_048

    private let transcript: any SMTPTranscript
    private let connection: Int
    private let relay: Relay
    private var partial: [UInt8] = []

    init(_ transcript: any SMTPTranscript, connection: Int, relay: Relay) {
        self.transcript = transcript
        self.connection = connection
        self.relay = relay
    }

    func event(_ text: String) { note(.event, text) }

    func sent(_ line: String) { note(.client, line) }

    func sent(_ commands: ByteBuffer) {
        for line in commands.readableBytesView.split(separator: 0x0A) { note(.client, Self.text(line)) }
    }

    /// - Parameter secrets: taken out of it, where the server repeats them.
    func received(_ bytes: ByteBuffer, without secrets: SecretFilter) {
        for byte in bytes.readableBytesView {
            if byte == 0x0A || partial.count >= Self.longestLine {
                note(.server, secrets.redacted(Self.text(partial[...])))
                partial.removeAll(keepingCapacity: true)
            }
            if byte != 0x0A { partial.append(byte) }
        }
    }

    private func note(_ speaker: TranscriptSpeaker, _ line: String) {
        transcript.note(speaker, line, connection: connection, relay: relay)
    }

    private static func text(_ line: some BidirectionalCollection<UInt8>) -> String {
        String(decoding: line.last == 0x0D ? Array(line.dropLast()) : Array(line), as: UTF8.self)
    }
}
