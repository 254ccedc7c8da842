import Foundation
import Testing

/// The address in List-Unsubscribe of a message to many, from the message back to the inbox.
@Suite("List-Unsubscribe of a message to many", .timeLimit(.minutes(10)))
struct LeaveAddressTests {
    private func leaveAddress(_ bench: Workbench) throws -> String {
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        let message = try bench.sqlite("SELECT CAST(message AS TEXT) FROM mailing")
        let match = try #require(message.firstMatch(of: /List-Unsubscribe: <mailto:([^?>]+)\?subject=unsubscribe>/))
        return String(match.1)
    }

    private func process(_ bench: Workbench, from sender: String, to address: String) throws -> String {
        try bench.write("From: \(sender)\nTo: \(address)\nSubject: unsubscribe\n\n", to: "m.eml")
        let result = try bench.fanmail("inbox", "process", "m.eml")
        bench.expectSuccess(result)
        return result.errors
    }

    @Test func whoeverWritesThereLeaves() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        let address = try leaveAddress(bench)
        #expect(address.hasPrefix("announce-leave-") && address.hasSuffix("@lists.example"))
        #expect(address.utf8.count <= 64 + 1 + 13)
        let left = try process(bench, from: "User One <USER1@example.org>", to: address)
        #expect(left.contains("user1@example.org unsubscribed: announce"), "\(left)")
        #expect(try process(bench, from: "user1@example.org", to: address).contains("unchanged"))
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 2)
    }

    @Test(arguments: ["", "user0@example.org, user1@example.org"])
    func nobodyElseDoes(sender: String) throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        let address = try leaveAddress(bench)
        try bench.write("From: \(sender)\nTo: \(address)\nSubject: unsubscribe\n\n", to: "m.eml")
        let result = try bench.fanmail("inbox", "process", "m.eml")
        #expect(result.status == 65 && result.errors.contains("its From is not one address"), "\(result.errors)")
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 2)
    }

    @Test func theTokenDoesNothingWithoutAMail() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let address = try leaveAddress(bench)
        let token = try #require(address.firstMatch(of: /-leave-([a-z2-7]{37})@/)).1
        let result = try bench.fanmail("token", "verify", String(token))
        #expect(result.status == 65)
        #expect(result.errors.contains("only by mail"), "\(result.errors)")
        #expect(try bench.fanmail("token", "make", "leave", "user0@example.org", "--list", "announce").status == 64)
    }
}
