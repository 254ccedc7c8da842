import SMTPCore
import Testing

@testable import Composition

/// The fields that a list adds.
struct ListHeaderTests {
    private static let given =
        "From: a@b.example\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <m@b.example>\r\n"
    private static let own = [
        "Sender: announce-bounces@lists.example\r\n",
        "List-Id: News <announce.lists.example>\r\n",
        "List-Post: <mailto:announce@lists.example>\r\n",
        "List-Unsubscribe: <mailto:announce-leave@lists.example?subject=unsubscribe>\r\n",
        "Precedence: list\r\n",
        "Feedback-ID: DIGEST:announce:list:lists.example\r\n",
    ]

    /// The final bytes as text, the digest of the source left out.
    private func text(_ source: String, lists: [ListIdentity]) throws -> String {
        try Sample.text(source, lists: lists).replacing(/Feedback-ID: [0-9a-f]{12}:/, with: "Feedback-ID: DIGEST:")
    }

    @Test func areAddedAtTheEndOfTheHeader() throws {
        let header = Self.given + Self.own.joined()
        #expect(try text(Self.given + "\r\nbody\r\n", lists: [Sample.announce]) == header + "\r\nbody\r\n")
        let message = try Sample.finalMessage(Self.given + "\r\nbody\r\n", lists: [Sample.announce])
        #expect(message.bytes[message.headerSize...].elementsEqual("\r\nbody\r\n".utf8))
    }

    @Test func areAddedOnce() throws {
        let once = try text(Self.given + "\r\nbody\r\n", lists: [Sample.announce])
        // A List-Id of its own would be a loop.
        let twice = try text(once.replacing(Self.own[1], with: ""), lists: [Sample.announce])
        #expect(twice == once)
    }

    @Test(
        "Others' fields of the same names give way",
        arguments: [
            "SENDER: x@y.example\r\n", "list-id: <other.lists.example>\r\n", "LIST-POST: NO\r\n",
            "feedback-id: a:b:c:mine5\r\n", "list-Unsubscribe:\r\n <https://x.example/u>\r\n", "precedence: bulk\r\n",
        ])
    func othersGiveWay(field: String) throws {
        let name = String(field.prefix { $0 != ":" })
        let message = try Sample.finalMessage(Self.given + field + "\r\nx\r\n", lists: [Sample.announce])
        #expect(message.changes.replaced == [name] && message.changes.removed.isEmpty)
        #expect(
            try text(Self.given + field + "\r\nx\r\n", lists: [Sample.announce])
                == Self.given + Self.own.joined() + "\r\nx\r\n")
        // A list that adds none of its own leaves them.
        #expect(try text(Self.given + field + "\r\nx\r\n", lists: [Sample.plain]) == Self.given + field + "\r\nx\r\n")
    }

    @Test func whatTheListKnowsMoreOf() throws {
        var list = Sample.announce
        list.owner = Mailbox(trustedLocalPart: "ada", domain: "lists.example")
        list.leaveAddress = "announce-leave-t0ken@lists.example"
        list.unsubscribeURL = "https://lists.example/leave"
        list.archiveURL = "https://lists.example/archive/"
        list.complaintAddress = Mailbox(trustedLocalPart: "complaints", domain: "lists.example")
        let text = try text(Self.given + "\r\n", lists: [list])
        for field in [
            "List-Help: <mailto:ada@lists.example?subject=help>", "List-Owner: <mailto:ada@lists.example>",
            "List-Archive: <https://lists.example/archive/>",
            "CFBL-Address: complaints@lists.example; report=arf",
            "List-Unsubscribe: <https://lists.example/leave>,\r\n "
                + "<mailto:announce-leave-t0ken@lists.example?subject=unsubscribe>",
        ] { #expect(text.contains("\r\n\(field)\r\n"), "\(field)") }
        #expect(!text.contains("List-Unsubscribe-Post"), "nobody is identified by a page for all")
    }

    @Test(arguments: [("a.b", "a.b.list"), ("a-very-long-domain.lists.example", "n.lists.example")])
    func theSendersIDHasFiveToFifteenCharacters(domain: String, id: String) throws {
        let list = ListIdentity(
            name: "announce", address: Mailbox(trustedLocalPart: "x", domain: domain), description: nil,
            addsHeaders: true)
        #expect(try Sample.text(Self.given + "\r\n", lists: [list]).contains(":announce:list:\(id)\r\n"))
    }

    @Test func aListMayAddNone() throws {
        #expect(try text(Self.given + "\r\n", lists: [Sample.plain]) == Self.given + "\r\n")
    }

    @Test func ofSeveralListsTheFirstOneAddsItsOwn() throws {
        let text = try text(Self.given + "\r\n", lists: [Sample.announce, Sample.list("dev")])
        #expect(text == Self.given + Self.own.joined() + "\r\n")
    }

    @Test(arguments: ["announce-bounces@lists.example", "List <Announce-Bounces@LISTS.example>"])
    func aSenderThatSaysWhatFromSaysIsLeftOut(from: String) throws {
        let header = "From: \(from)\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <m@b.example>\r\n"
        #expect(
            try text(header + "\r\n", lists: [Sample.announce])
                == header + Self.own.dropFirst().joined() + "\r\n")
    }

    @Test(arguments: [
        (nil, "List-Id: <announce.lists.example>\r\n"),
        ("", "List-Id: <announce.lists.example>\r\n"),
        ("News for everybody", "List-Id: News for everybody <announce.lists.example>\r\n"),
        ("News, <weekly>", "List-Id: \"News, <weekly>\" <announce.lists.example>\r\n"),
        ("Zoës Post", "List-Id: =?UTF-8?Q?Zo=C3=ABs_Post?=\r\n <announce.lists.example>\r\n"),
        (
            "x\r\nBcc: y@z.example",
            "List-Id: =?UTF-8?Q?x=0D=0ABcc=3A_y=40z=2Eexample?=\r\n <announce.lists.example>\r\n"
        ),
    ])
    func theDescription(description: String?, expected: String) throws {
        let text = try text(Self.given + "\r\n", lists: [Sample.list("announce", description: description)])
        #expect(text.contains("\r\n" + expected + "List-Post: "), "\(text)")
    }

    @Test func aLongDescriptionIsFolded() throws {
        let list = Sample.list("announce", description: String(repeating: "梅", count: 160))
        let lines = try text(Self.given + "\r\n", lists: [list]).split(separator: "\r\n")
        #expect(lines.count > 20)
        #expect(lines.filter { $0.contains("=?UTF-8?Q?") }.allSatisfy { $0.utf8.count <= 76 })
    }

    @Test(arguments: [
        ("a&b", "a%26b", "a&b"), ("50%", "50%25", "50%"), ("a/b?c", "a%2Fb%3Fc", "a/b?c"), ("a+b", "a+b", "a+b"),
        ("ü", "%C3%BC", "ü"),
    ])
    func addressesInURLsAreEscaped(local: String, escaped: String, written: String) throws {
        let text = try text(Self.given + "\r\n", lists: [Sample.list("announce", local: local)])
        #expect(text.contains("\r\nList-Post: <mailto:\(escaped)@lists.example>\r\n"))
        #expect(text.contains("<mailto:\(escaped)-leave@lists.example?subject=unsubscribe>\r\n"))
        #expect(text.contains("\r\nSender: \(written)-bounces@lists.example\r\n"))
    }

    @Test func aQuotedLocalPartStaysQuoted() throws {
        let text = try text(Self.given + "\r\n", lists: [Sample.list("announce", local: "\"a,b\"")])
        #expect(text.contains("\r\nSender: \"a,b-bounces\"@lists.example\r\n"))
        #expect(text.contains("<mailto:%22a%2Cb-leave%22@lists.example?"))
    }
}
