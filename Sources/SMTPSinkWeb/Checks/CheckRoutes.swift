import Composition
import FanmailBasics
import FanmailWeb
import SMTPSink

/// What was looked at in a message, for a test.
extension SinkAPI {
    var checkRoutes: [Route] {
        [
            .get("/api/v1/message/*/checks") { _, names in
                try await apart {
                    let view = MessageView(try message(names[0]))
                    return .json(
                        .object([
                            ("Checks", .array(MessageCheck.all(of: view, keys: keys).map(\.json))),
                            ("Links", .array(view.addresses.map(Self.link))),
                        ]))
                }
            }
        ]
    }

    private static func link(_ check: AddressCheck) -> JSONValue {
        .object([
            ("URL", .string(check.target)), ("Text", JSONValue(check.text)), ("Picture", .bool(check.isPicture)),
            ("Level", .string(check.level.rawValue)), ("Verdict", .string(check.verdict)),
        ])
    }
}
