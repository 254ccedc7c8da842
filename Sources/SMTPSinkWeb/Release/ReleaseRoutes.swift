import FanmailBasics
import FanmailWeb
import SMTPClient
import SMTPSink

/// Messages that go on to a real server, where the sink was told one.
extension SinkAPI {
    var releaseRoutes: [Route] {
        [
            .post("/api/v1/message/*/release") { request, names in
                let outcomes = try await release(names[0], to: Self.recipients(request)).outcomes
                return .json(
                    .object([
                        (
                            "Results",
                            .array(
                                outcomes.map { outcome in
                                    .object([
                                        ("Recipient", .string(outcome.recipient)), ("Fate", .string(outcome.word)),
                                        ("Text", .string(outcome.description)),
                                    ])
                                })
                        )
                    ]))
            }
        ]
    }

    /// - Parameter recipients: none for those of the envelope.
    /// - Returns: also the message, which may have made room for others since.
    func release(
        _ name: String, to recipients: [String]
    ) async throws -> (message: SinkMessage, outcomes: [RecipientOutcome]) {
        guard let release else { throw WebFailure(403, "this sink was not told where messages may go on to") }
        let found = try await apart { try self.message(name) }
        return (found, try await release.send(found, to: recipients))
    }

    /// `{"To": ["ken@example.org"]}`; nothing for those of the envelope.
    private static func recipients(_ request: WebRequest) throws(WebFailure) -> [String] {
        guard !request.body.isEmpty else { return [] }
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue(parsing: request.body)
        } catch {
            throw WebFailure(400, "the body is no JSON, at octet \(error.offset): \(error.reason)")
        }
        guard case .object(let members) = document, members.count == 1, members[0].0.lowercased() == "to",
            case .array(let values) = members[0].1, !values.isEmpty
        else {
            throw WebFailure(400, "the body has `To`, an array of addresses; without a body the envelope's are taken")
        }
        let texts = values.compactMap(\.string)
        guard texts.count == values.count else { throw WebFailure(400, "`To` has texts in it, addresses") }
        return texts
    }
}
