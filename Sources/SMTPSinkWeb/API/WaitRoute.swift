import FanmailBasics
import FanmailWeb
import SMTPSink

/// Waiting until a message has come.
extension SinkAPI {
    private static let longest = Duration.seconds(600)
    private static let mostAwaited = 1_000

    var waitRoutes: [Route] {
        [
            .get("/api/v1/wait") { request, _ in
                let selection = try MessageSelection(request, others: ["timeout", "count"], messages)
                let timeout = try Self.time(request.value("timeout") ?? "10s")
                let text = request.value("count")
                guard let count = Int(text ?? "1"), (1...Self.mostAwaited).contains(count) else {
                    throw WebFailure(400, "`count` is a number from 1 to \(Self.mostAwaited)")
                }
                let (found, hasRoom) = await messages.wait(
                    for: selection.query, count: count, orUntilGone: [], timeout: timeout)
                guard found.count == count else {
                    let what = count == 1 ? "no such message" : "\(found.count) of \(count) such messages"
                    guard hasRoom else {
                        throw WebFailure(
                            413, "\(what): those waited for have more octets than are held; wait for fewer at once")
                    }
                    throw WebFailure(404, "\(what) within \(DurationText.format(timeout))")
                }
                return try await apart { [messages] in
                    let shown = found.map { MessageJSON(message: $0, isRead: messages.isRead($0.id)).whole }
                    // Who asks for one gets it; who asks for a number gets a list, also where that is 1.
                    guard text != nil else { return .json(shown[0]) }
                    return .json(
                        .object([
                            ("count", JSONValue(found.count)), ("last", .string("\(found.last?.id ?? 0)")),
                            ("messages", .array(shown)),
                        ]))
                }
            }
        ]
    }

    private static func time(_ text: String) throws(WebFailure) -> Duration {
        // Only what is there already.
        guard text != "0", text != "0s" else { return .zero }
        let time: Duration
        do throws(SettingSyntaxError) {
            time = try DurationText.parse(text)
        } catch {
            throw WebFailure(400, "`timeout`: \(error)")
        }
        guard time <= longest else { throw WebFailure(400, "`timeout` is at most \(DurationText.format(longest))") }
        return time
    }
}
