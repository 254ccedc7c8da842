import Bounces
import Testing

/// A message that came in, written for these tests, and what it says.
struct ReadingSample: Sendable, CustomTestStringConvertible {
    let name: String
    /// Whom it names, each with what became of them.
    let told: [String]
    let nature: BounceReading.Nature
    let message: String

    /// - Parameter told: an address, or two with `=` between them: the one that failed, and the one written to; behind a
    ///   blank an action where it is not `failed`.
    init(_ name: String, _ told: [String], _ nature: BounceReading.Nature = .delivery, _ message: String) {
        self.name = name
        self.told = told
        self.nature = nature
        self.message = message
    }

    /// From a mail system, with a text.
    static func text(
        _ name: String, _ told: [String], from: String = "MAILER-DAEMON@mx.example.net", subject: String,
        type: String = "text/plain; charset=utf-8", _ body: String
    ) -> ReadingSample {
        ReadingSample(
            name, told, .delivery,
            """
            Return-Path: <>
            From: \(from)
            To: news-bounces@list.example
            Subject: \(subject)
            Date: Thu, 29 Apr 2021 23:34:45 +0900
            MIME-Version: 1.0
            Content-Type: \(type)

            \(body)
            """)
    }

    static let returned = """
        Received: from mail.list.example (mail.list.example [192.0.2.1])
        \tby mx.example.net with ESMTP; Thu, 29 Apr 2021 23:34:40 +0900
        Return-Path: <news-bounces@list.example>
        From: News <news@list.example>
        To: news@list.example
        Message-ID: <1@list.example>
        Subject: The news of May

        Write to editor@list.example if you like.
        """

    var testDescription: String { name }

    func reading() -> BounceReading { BounceReading(reading: Array(message.utf8)) }

    static func told(_ reading: BounceReading) -> [String] {
        reading.recipients.map { one in
            let original = one.original.map { $0 == one.address ? "" : "=\($0)" } ?? ""
            let action = one.action == .failed ? "" : " \(one.action.rawValue)"
            return (one.address ?? "nobody") + original + action
        }
    }
}

extension ReadingSample {
    static let all =
        servers + moreServers + providers + reports + complaints + languages + forms + moreForms + oddForms + otherMail
        + letters + moreLetters + disguises + strangers + moreStrangers + meaning.map(\.sample)
        + lettersWithReports + wrappedReports

    /// With what each means.
    static let meaning = sentences + gateways + localized
}
