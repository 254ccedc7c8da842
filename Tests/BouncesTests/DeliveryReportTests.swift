import Bounces
import SMTPCore
import Testing

struct DeliveryReportTests {
    private func message(
        _ recipients: [String], type: String = "message/delivery-status", end: String = "\r\n",
        boundary: String = "\"=_a b\""
    ) -> [UInt8] {
        let bare = boundary.filter { $0 != "\"" }
        let lines =
            [
                "From: mailer-daemon@x.example", "Content-Type: multipart/report; report-type=delivery-status;",
                "\tboundary=\(boundary)", "", "preamble", "--\(bare)", "Content-Type: text/plain", "", "Sorry.",
                "Action: failed", "--\(bare)", "Content-Type: \(type)", "", "Reporting-MTA: dns; mx.x.example", "",
            ] + recipients.flatMap { $0.split(separator: "|").map(String.init) + [""] } + [
                "--\(bare)", "Content-Type: message/rfc822", "", "Subject: x", "", "Action: failed", "--\(bare)--",
                "end",
            ]
        return Array(lines.joined(separator: end).utf8)
    }

    @Test(
        "What was told, as a reply",
        arguments: [
            ("Action: failed|Status: 5.1.1|Diagnostic-Code: smtp; 550 5.1.1 no such user", "550 5.1.1 no such user"),
            ("Action: failed|Status: 5.0.0|Diagnostic-Code: smtp; 554 5.7.1 go away", "554 5.7.1 go away"),
            (
                "Action: FAILED (for good)|Status: 5.2.1 (off)|Diagnostic-Code: x-unix; 550 5.1.1 x",
                "550 5.2.1 550 5.1.1 x"
            ),
            ("Action: failed|Status: 5.1.10", "550 5.1.10 "), ("Action: failed", "550 "),
            // Codes that contradict each other: the status is right.
            ("Action: failed|Status: 5.1.1|Diagnostic-Code: smtp; 450 later", "550 5.1.1 later"),
            ("Action: delayed|Status: 4.4.1|Diagnostic-Code: smtp;451 4.4.1 x", "451 4.4.1 x"),
            ("Action: failed|Status: 5.1.1|Diagnostic-Code: smtp; 550-5.1.1\r\n folded", "550 5.1.1 folded"),
        ])
    func reply(fields: String, summary: String) throws {
        let report = try #require(DeliveryReport(message([fields])))
        #expect(report.reply.summary == summary)
        #expect(report.action == (fields.contains("delayed") ? .delayed : .failed))
    }

    @Test("Of several recipients the one that failed") func several() throws {
        let report = try #require(
            DeliveryReport(message(["Action: relayed|Status: 2.0.0", "Action: failed|Status: 5.1.2"])))
        #expect(report.action == .failed && report.reply.summary == "550 5.1.2 ")
    }

    @Test("Line ends, boundaries and types as they come", arguments: ["\r\n", "\n"])
    func forms(end: String) {
        for boundary in ["\"=_a b\"", "plain"] {
            for type in ["message/delivery-status", "Message/Global-Delivery-Status; charset=utf-8"] {
                let report = DeliveryReport(
                    message(["Action: failed|Status: 5.1.1"], type: type, end: end, boundary: boundary))
                #expect(report?.reply.status == EnhancedStatusCode(5, 1, 1))
            }
        }
    }

    @Test("Behind a gateway, and however the report is encoded") func wrapped() throws {
        let fields =
            "Reporting-MTA: dns; x.example\n\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 =no\n"
        let quoted = fields.replacing("=", with: "=3D").replacing("Reporting", with: "Re=\nporting")
        for (encoding, body) in [
            ("7bit", fields), ("quoted-printable", quoted), ("base64", Self.base64(fields)),
        ] {
            let report = """
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                Sorry.
                --b
                Content-Type: message/delivery-status
                Content-Transfer-Encoding: \(encoding)

                \(body)
                --b--
                """
            let mixed = "Content-Type: multipart/mixed; boundary=g\n\n--g\n\(report)\n--g\n\nscanned\n--g--\n"
            for text in [report, mixed, "\u{FEFF}\(report)", "\n\r\n\(mixed)", "no field here\n\(report)"] {
                let read = try #require(DeliveryReport(Array(text.utf8)), "\(encoding): \(text)")
                #expect(read.action == .failed && read.reply.summary == "550 5.1.1 =no", "\(encoding)")
            }
        }
    }

    /// RFC 4648, 4, in lines.
    private static func base64(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var result = ""
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let value = (0..<3).reduce(0) { $0 << 8 | Int($1 < group.count ? group[$1] : 0) }
            for index in 0..<4 { result.append(index <= group.count ? alphabet[value >> (18 - 6 * index) & 63] : "=") }
            if result.filter({ $0 != "\n" }).count % 76 == 0 { result += "\n" }
        }
        return result
    }

    @Test(
        "A server that knows nothing of reports names who failed",
        arguments: [
            (
                "  a@x.example\n    host mx.x [1.2.3.4]\n    550 5.1.1 <a@x.example> unknown\n",
                "550 5.1.1 <a@x.example> unknown"
            ),
            ("SMTP error from remote mail server:\n 550-no such\n 550 user\n", "550 no such"), ("sorry\n", "550 "),
        ])
    func failedRecipients(body: String, summary: String) throws {
        let report = DeliveryReport(
            Array("Subject: Mail delivery failed\nX-Failed-Recipients: a@x.example\n\n\(body)".utf8))
        #expect(report?.action == .failed)
        #expect(report?.reply.summary == summary)
    }

    @Test("Within parts whose boundary begins with that of the outer ones, and where nothing is closed")
    func likeBoundaries() {
        let report = "Content-Type: message/delivery-status\n\nX: y\n\nAction: failed\nStatus: 5.1.1\n"
        for end in ["\n--bc--\n--b--\n", "\n--bc\n\n--b\n\n--b--\n", "", "\n"] {
            let text =
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bc\n\n"
                + "--bc\n\nSorry.\n--bc\n\(report)\(end)"
            #expect(DeliveryReport(Array(text.utf8))?.reply.status == EnhancedStatusCode(5, 1, 1), "\(end)")
        }
    }

    @Test("Parts within parts end somewhere, and no report is found in the message that came back") func nested() {
        var text = "Content-Type: message/delivery-status\n\nX: y\n\nAction: failed\n"
        for level in 0..<2000 { text = "Content-Type: multipart/mixed; boundary=\(level)\n\n--\(level)\n\(text)" }
        #expect(DeliveryReport(Array(text.utf8)) == nil)
        let within = "Content-Type: message/rfc822\n\nContent-Type: message/delivery-status\n\nX: y\n\nAction: failed\n"
        #expect(DeliveryReport(Array("Content-Type: multipart/mixed; boundary=b\n\n--b\n\(within)--b--\n".utf8)) == nil)
    }

    @Test("What is none says so")
    func none() {
        for text in ["", "x", "Subject: x\n\nAction: failed\n", "Content-Type: multipart/report\n\nx"] {
            #expect(DeliveryReport(Array(text.utf8)) == nil)
        }
        #expect(DeliveryReport(message(["Action: maybe|Status: 5.1.1"])) == nil)
        #expect(DeliveryReport(message([])) == nil)
        #expect(DeliveryReport(message(["Action: failed"], type: "text/plain")) == nil)
    }

    @Test("A report that is cut off anywhere is read as far as it goes, or not at all") func truncated() {
        let whole = message(["Action: failed|Status: 5.1.1|Diagnostic-Code: smtp; 550 5.1.1 x"])
        for count in 0..<whole.count {
            if let report = DeliveryReport(Array(whole.prefix(count))) { #expect(report.action == .failed) }
        }
        #expect(DeliveryReport(whole) != nil)
    }

    @Test("Much of everything is bounded") func bounded() throws {
        let text = String(repeating: "é", count: 100_000)
        let report = try #require(
            DeliveryReport(message(["Action: failed|Status: 5.1.1|Diagnostic-Code: smtp; 550 \(text)"])))
        #expect(report.reply.text.utf8.count <= 503)
        let many = message([String](repeating: "Action: relayed|Status: 2.0.0", count: 20_000))
        #expect(DeliveryReport(many)?.action == .relayed)
    }
}
