import Foundation
import Synchronization
import TestSupport

/// An SMTP server whose connections differ: what each offers and how it answers is asked of closures, by its number from 1.
final class SimpleServer: Sendable {
    private let listener: LoopbackSocket
    private let offers: @Sendable (Int) -> [String]
    private let answer: @Sendable (Int, String) -> String?
    private let state = Mutex((connections: 0, copies: [String: Int]()))

    var port: Int { listener.number }
    var connections: Int { state.withLock { $0.connections } }
    /// How often each forward-path got a message.
    var copies: [String: Int] { state.withLock { $0.copies } }

    /// - Parameter answer: instead of the usual reply to a line; nil for that.
    init(
        offers: @escaping @Sendable (Int) -> [String],
        answer: @escaping @Sendable (Int, String) -> String? = { _, _ in nil }
    ) throws {
        self.offers = offers
        self.answer = answer
        listener = try LoopbackSocket(listening: 64)
        Thread.detachNewThread { [self] in
            while case let client = accept(listener.descriptor, nil, nil), client >= 0 {
                let number = state.withLock {
                    $0.connections += 1
                    return $0.connections
                }
                Thread.detachNewThread { self.serve(client, number) }
            }
        }
    }

    /// Takes no further connection.
    func stop() { shutdown(listener.descriptor, Int32(SHUT_RDWR)) }

    private func serve(_ client: Int32, _ number: Int) {
        guard let stream = fdopen(client, "r") else { return }
        defer { fclose(stream) }
        func say(_ text: String) {
            let bytes = Array((text + "\r\n").utf8)
            _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
        say("220 mx.example")
        var recipients: [String] = []
        var isData = false
        var buffer = [CChar](repeating: 0, count: 4096)
        while fgets(&buffer, Int32(buffer.count), stream) != nil {
            let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                .trimmingCharacters(in: .newlines)
            if isData {
                guard line == "." else { continue }
                isData = false
                state.withLock { state in for recipient in recipients { state.copies[recipient, default: 0] += 1 } }
                recipients = []
                say("250 2.0.0 taken")
                continue
            }
            if let reply = answer(number, line) {
                say(reply)
                continue
            }
            switch line.prefix(4).uppercased() {
            case "EHLO":
                let lines = ["mx.example"] + offers(number)
                for (place, text) in lines.enumerated() { say("250\(place == lines.count - 1 ? " " : "-")\(text)") }
            case "RCPT":
                recipients.append(String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }))
                say("250 2.1.5 ok")
            case "DATA":
                isData = true
                say("354 go")
            case "QUIT":
                say("221 bye")
                return
            default: say("250 ok")
            }
        }
    }
}
