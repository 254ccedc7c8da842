import Testing

@testable import Fanmail

struct PipedMessageTests {
    @Test(
        "What each delivery writes anew goes, and nothing else",
        arguments: [
            ("From a@b Mon Nov 23 08:00:00 2026\nSubject: x\n\nFrom me\n", "Subject: x\n\nFrom me\n"),
            ("From: a@b\nSubject: x\n\n", "From: a@b\nSubject: x\n\n"), ("From : a@b\n\n", "From : a@b\n\n"),
            (
                "Return-Path: <a@b>\nDelivery-date: Mon,\n 23 Nov 2026\nDelivered-To: c@d\nSubject: x\n\n",
                "Return-Path: <a@b>\nDelivered-To: c@d\nSubject: x\n\n"
            ),
            ("Subject: x\nDelivery-date: y\n\n", "Subject: x\nDelivery-date: y\n\n"), ("no line end", "no line end"),
            ("", ""),
            ("Return-Path: <a@b>\r\nDelivery-Date: x\r\n\r\nz", "Return-Path: <a@b>\r\n\r\nz"),
        ])
    func stripped(message: String, expected: String) {
        #expect(String(decoding: PipedMessage.stripped(Array(message.utf8)), as: UTF8.self) == expected)
    }
}
