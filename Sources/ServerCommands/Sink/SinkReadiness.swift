import Fanmail
import FanmailBasics
import FanmailWeb
import Foundation
import SMTPSink
import SMTPSinkWeb

/// Where a sink can be reached, told once it can: to the eye, to a program, and to whoever waits for a file.
struct SinkReadiness {
    let host: String
    let server: SinkServer
    let web: WebServer?

    var json: JSONValue {
        .object([
            ("pid", JSONValue(Int(ProcessInfo.processInfo.processIdentifier))),
            (
                "smtp",
                .object([
                    ("host", .string(host)), ("port", JSONValue(server.port)),
                    ("url", .string(server.url)),
                    ("certificate", JSONValue(server.tls?.fingerprint)),
                ])
            ),
            (
                "web",
                web.map { web in
                    .object([
                        ("host", .string(web.host)), ("port", JSONValue(web.port)), ("url", .string(web.url)),
                    ])
                } ?? .null
            ),
        ])
    }

    var lines: [String] {
        ["listening on \(host):\(server.port)"] + (server.tls.map { ["certificate SHA-256 \($0.fingerprint)"] } ?? [])
            + (web.map { ["messages at \($0.url)"] } ?? [])
    }
}
