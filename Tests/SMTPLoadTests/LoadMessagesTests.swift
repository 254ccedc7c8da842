import FanmailBasics
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import SMTPLoad

@Suite("What a bench sends")
struct LoadMessagesTests {
    private func messages(
        worker: Int = 0, threads: Int = 1, _ change: (inout LoadMail) -> Void = { _ in }
    ) throws -> LoadMessages {
        var plan = LoadPlan(relay: try Relay("smtp://127.0.0.1:1"), configuration: .init(hostname: "b.example"))
        plan.threads = threads
        plan.run = "t"
        change(&plan.mail)
        return try LoadMessages(
            plan, worker: worker, sender: .mailbox(Mailbox(parsing: plan.mail.sender)), now: .uptimeNanoseconds(0))
    }

    private func text(_ transaction: MailTransaction) -> String {
        String(decoding: transaction.content.bytes, as: UTF8.self)
    }

    private func field(_ name: String, _ transaction: MailTransaction) -> String? {
        text(transaction).split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }
            .map { String($0.dropFirst(name.utf8.count + 2)) }
    }

    private func recipients(_ transaction: MailTransaction) -> [String] {
        (0..<transaction.recipients.count).map { transaction.recipients.address(at: $0) }
    }

    @Test("Recipients are numbered for good, or within their transaction; a size is exact") func patterns() throws {
        var messages = try messages {
            $0.recipients = .fixed(3)
            $0.recipientPattern = "a{n}.{i}@b.example"
            $0.size = .fixed(5003)
        }
        var parcel = LoadMessages.Parcel()
        _ = try messages.next(into: &parcel, at: .uptimeNanoseconds(0))
        let second = try messages.next(into: &parcel, at: .uptimeNanoseconds(0))
        #expect(recipients(second) == ["a3.1@b.example", "a4.2@b.example", "a5.3@b.example"])
        #expect(second.content.size == 5003)
    }

    @Test(
        "Every transaction has a Message-ID and recipients of its own, and the parts that workers share are no doubles")
    func unique() throws {
        var ids: Set<String> = []
        var paths: Set<String> = []
        for worker in 0..<2 {
            var messages = try messages(worker: worker, threads: 2) { $0.recipients = .uniform(1...4) }
            var parcel = LoadMessages.Parcel()
            for _ in 0..<100 {
                let transaction = try messages.next(into: &parcel, at: .uptimeNanoseconds(0))
                let id = try #require(field("Message-ID", transaction))
                #expect(id == "<\(messages.id(of: parcel))@bench.example>")
                #expect(ids.insert(id).inserted)
                for path in recipients(transaction) {
                    #expect(paths.insert(path).inserted && (try? Mailbox(parsing: path)) != nil)
                }
                #expect(transaction.content.size == 2048)
            }
        }
    }

    @Test("A transaction under way keeps its octets when the next one is made in the same parcel")
    func inPlace() throws {
        var messages = try messages()
        var parcel = LoadMessages.Parcel()
        let first = try messages.next(into: &parcel, at: .uptimeNanoseconds(0))
        let (before, to) = (text(first), recipients(first))
        let second = try messages.next(into: &parcel, at: .uptimeNanoseconds(5_000_000_000))
        #expect(text(first) == before && recipients(first) == to)
        #expect(text(second) != before && recipients(second) != to)
    }

    @Test("Where nobody has the transaction any more, the next one lies in the same memory", arguments: [1, 100])
    func sameMemory(count: Int) throws {
        var messages = try messages { $0.recipients = .fixed(count) }
        var parcel = LoadMessages.Parcel()
        func places() throws -> [UnsafeRawPointer?] {
            let transaction = try messages.next(into: &parcel, at: .uptimeNanoseconds(0))
            return [
                transaction.content.buffer.withUnsafeReadableBytes { $0.baseAddress },
                transaction.content.octets.withUnsafeReadableBytes { $0.baseAddress },
                transaction.recipients.bytes.withUnsafeBytes { $0.baseAddress },
            ]
        }
        let first = try places()
        for _ in 0..<3 { #expect(try places() == first) }
    }

    @Test("What goes behind DATA and behind BDAT is the same message, also with lines that begin with a dot")
    func stuffed() throws {
        let given = "Subject: dots\r\n\r\n.one\r\n..two\r\nthree\r\n"
        var messages = try messages { $0.messages = [Array(given.utf8)] }
        var parcel = LoadMessages.Parcel()
        for _ in 0..<3 {
            let transaction = try messages.next(into: &parcel, at: .uptimeNanoseconds(0))
            let wire = String(decoding: transaction.content.buffer.readableBytesView, as: UTF8.self)
            #expect(wire == text(transaction).replacing("\r\n.", with: "\r\n..") + ".\r\n")
            #expect(text(transaction).hasSuffix("\r\nSubject: dots\r\n\r\n.one\r\n..two\r\nthree\r\n"))
        }
    }

    @Test("The date is that of its second")
    func date() throws {
        var messages = try messages()
        var parcel = LoadMessages.Parcel()
        let dates = try [0, 0, 999, 1000, 61_000].map { (milliseconds: UInt64) in
            let transaction = try messages.next(into: &parcel, at: .uptimeNanoseconds(milliseconds * 1_000_000))
            return try #require(field("Date", transaction).flatMap { RFC5322Date($0)?.timestamp })
        }
        #expect(dates[1] == dates[0] && dates[2] == dates[0])
        #expect(dates[3] == dates[0] + .seconds(1) && dates[4] == dates[0] + .seconds(61))
    }

    @Test("Files are taken in turn, with ids of their own, their dates, and fields in place of theirs")
    func files() throws {
        let one =
            "From file@example\nMessage-ID: <a@b>\n  folded\nDate: Mon, 23 Nov 2026 09:00:00 +0000\nX-Load: old\nTo: x\n\nbody"
        let two = "no header here\n"
        var messages = try messages {
            $0.messages = [Array(one.utf8), Array(two.utf8)]
            $0.fields = [LoadMail.Field("X-Load: 7")].compactMap(\.self)
        }
        var parcel = LoadMessages.Parcel()
        let first = try messages.next(into: &parcel, at: .uptimeNanoseconds(0))
        #expect(
            text(first)
                == "Message-ID: <t.0.0000000001@bench.example>\r\nX-Load: 7\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\nTo: x\r\n\r\nbody\r\n"
        )
        let second = try messages.next(into: &parcel, at: .uptimeNanoseconds(0))
        #expect(field("Date", second) != nil && text(second).hasSuffix("\r\n\r\nno header here\r\n"))
        let third = try messages.next(into: &parcel, at: .uptimeNanoseconds(0))
        #expect(field("Message-ID", third) == "<t.0.0000000003@bench.example>" && field("To", third) == "x")
    }

    @Test("A file that cannot be sent is named with its octet")
    func unsendable() {
        var mail = LoadMail()
        mail.messages = [Array("A: b\n\nok".utf8), Array("A: b\n\n\0".utf8)]
        #expect {
            try mail.check()
        } throws: { error in
            let failure = error as? LoadMailFailure
            return failure?.message == 1 && failure?.reason.contains("NUL") == true
        }
    }

    @Test("A header field is a line of 998 octets at most, as it is written")
    func longField() throws {
        for separator in [":", ": "] {
            #expect(LoadMail.Field("X\(separator)\(String(repeating: "a", count: 996))") == nil)
        }
        var mail = LoadMail()
        var field = try #require(LoadMail.Field("X:\(String(repeating: "a", count: 995))"))
        mail.fields = [field]
        try mail.check()
        field.value += "a"
        mail.fields = [field]
        #expect {
            try mail.check()
        } throws: { error in
            (error as? LoadMailFailure).map { $0.message == nil } == true
        }
    }

    @Test(
        "A header field is a name, a colon and ASCII",
        arguments: [
            ("X-Load: 1", "X-Load", "1"), ("a:b", "a", "b"), ("nothing", nil, nil), (": x", nil, nil),
            ("a b: c", nil, nil),
            ("A: b\r\nBcc: c", nil, nil), ("A: ü", nil, nil),
        ] as [(String, String?, String?)])
    func fields(line: String, name: String?, value: String?) {
        let field = LoadMail.Field(line)
        #expect(field?.name == name && field?.value == value)
    }

    @Test("With DSN each transaction has an ENVID of its own, which is its Message-ID's")
    func dsn() throws {
        var messages = try messages { $0.dsn = DSNRequest(returned: .full, notify: .success) }
        var parcel = LoadMessages.Parcel()
        for _ in 0..<2 {
            let dsn = try messages.next(into: &parcel, at: .uptimeNanoseconds(0)).dsn
            #expect(dsn?.envelopeID == messages.id(of: parcel) && dsn?.returned == .full && dsn?.notify == .success)
        }
    }

    @Test("Domains come in turn, also with one recipient a transaction")
    func domains() throws {
        var messages = try messages { $0.domains = ["a.example", "b.example", "c.example"] }
        var parcel = LoadMessages.Parcel()
        let found = try (0..<6).map { _ in
            try messages.next(into: &parcel, at: .uptimeNanoseconds(0)).recipients.domain(at: 0)
        }
        #expect(found == ["a.example", "b.example", "c.example", "a.example", "b.example", "c.example"])
    }

    @Test("Sizes are kept to a part in a hundred", arguments: [1, 63, 64, 100, 2048, 3000, 500_000, 12_345_678])
    func sizes(size: Int) {
        #expect(abs(LoadMessages.rounded(size) - size) * 100 <= size)
        if size <= 64 { #expect(LoadMessages.rounded(size) == size) }
    }
}
