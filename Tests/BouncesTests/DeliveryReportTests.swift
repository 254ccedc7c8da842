import Bounces
import MailCore
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
