import FanmailBasics
import FanmailMIME
import SMTPCore
import Testing

@testable import Composition

struct AddressingTests {
    private struct StoreIsGone: Error {}

    private func addressing(_ header: String) throws -> Addressing<String> {
        try Addressing(of: HeaderSection(Array(header.utf8))) { mailbox in
            ["announce@lists.example", "dev@lists.example"].contains(mailbox.key) ? mailbox.key : nil
        }
    }

    private func failure(_ header: String) throws -> CompositionFailure? {
        do {
            _ = try addressing(header)
            return nil
        } catch let failure as CompositionFailure {
            return failure
        }
    }

    static let cases: [(header: String, lists: [String], others: [String])] = [
        ("To: announce@lists.example\n", ["announce@lists.example"], []),
        ("TO:\n News <Announce@LISTS.example>\n", ["announce@lists.example"], []),
        ("Bcc: announce@lists.example\n", ["announce@lists.example"], []),
        (
            "Bcc: dev@lists.example\nCc: x@y.example, announce@lists.example\nTo: Ada <ada@b.example>\n",
            ["announce@lists.example", "dev@lists.example"], ["ada@b.example", "x@y.example"]
        ),
        (
            "To: announce@lists.example, Announce@lists.example\nCc: announce@lists.example, x@y.example, X@y.example\n",
            ["announce@lists.example"], ["x@y.example"]
        ),
        (
            "To: lists: announce@lists.example, dev@lists.example;\n",
            ["announce@lists.example", "dev@lists.example"], []
        ),
        ("To: undisclosed-recipients:;\nBcc: announce@lists.example\n", ["announce@lists.example"], []),
        // What mail cannot go to is shown with the others.
        (
            "To: announce@lists.example, root@b, a..b@c.example\n", ["announce@lists.example"],
            ["root@b", "a..b@c.example"]
        ),
        // A name is not an address, nor is any other field looked at.
        (
            "To: announce@lists.example\nFrom: dev@lists.example\nReply-To: dev@lists.example\n",
            ["announce@lists.example"], []
        ),
        ("To: \"dev@lists.example\" <announce@lists.example> (dev@lists.example)\n", ["announce@lists.example"], []),
    ]

    @Test(arguments: cases)
    func finds(header: String, lists: [String], others: [String]) throws {
        let addressing = try addressing(header)
        #expect(addressing.lists == lists)
        #expect(addressing.others == others)
    }

    @Test(arguments: [
        ("From: announce@lists.example\n", ["no address at all", "see which lists there are"]),
        ("To: undisclosed-recipients:;\n", ["no address at all"]),
        ("To: a@b.example\nCc: c@d.example\n", ["a@b.example, c@d.example;"]),
        ("To: a@x.example, b@x.example, c@x.example, d@x.example, e@x.example\n", ["c@x.example and 2 more"]),
        ("X-To: announce@lists.example\n", ["no address at all"]),
    ])
    func noListAtAll(header: String, parts: [String]) throws {
        let failure = try #require(try failure(header))
        #expect(failure.kind == .noList)
        for part in parts { #expect(failure.message.contains(part), "\(failure)") }
    }

    @Test(arguments: [
        ("To: announce@lists.example\nCc: x@y.example z@y.example\n", 2, "Cc: there is no comma"),
        ("To: an nounce@lists.example\n", 1, "To: "),
        ("To: announce@lists.example\nBcc: (x\n", 2, "Bcc: a comment"),
    ])
    func aFieldThatCannotBeReadIsNamed(header: String, line: Int, part: String) throws {
        let failure = try #require(try failure(header))
        #expect(failure.kind == .message)
        #expect(failure.line == line)
        #expect(failure.reason.contains(part), "\(failure.reason)")
    }

    @Test func whatTheLookUpThrowsComesThrough() throws {
        let header = try HeaderSection(Array("To: announce@lists.example\n".utf8))
        #expect(throws: StoreIsGone.self) {
            _ = try Addressing<String>(of: header) { (_: Mailbox) throws(StoreIsGone) -> String? in throw StoreIsGone()
            }
        }
    }
}
