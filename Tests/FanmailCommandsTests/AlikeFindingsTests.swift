import Testing

@testable import Fanmail
@testable import FanmailTerminal
@testable import ListCommands

@Suite("What is found of many is said once")
struct AlikeFindingsTests {
    @Test func subjects() {
        let lists = (1...5).map { HealthFinding(.lists, "l\($0)", .warning, "no link", .setOneClick) }
        let all = AlikeFindings.all([
            HealthFinding(.database, "a.db", .good, "sound"), lists[0],
            HealthFinding(.relay, "relay", .warning, "none is set", nil), lists[1],
            HealthFinding(.database, "b.db", .good, "sound"),
        ])
        #expect(all.map(\.subject) == ["a.db", "l1, l2", "relay", "b.db"])
        #expect(AlikeFindings.all(lists).map(\.subject) == ["l1, l2, l3 and 2 more"])
        #expect(AlikeFindings.all(Array(lists.prefix(3))).map(\.subject) == ["l1, l2, l3"])
        // Another level is another thing.
        #expect(AlikeFindings.all([lists[0], HealthFinding(.lists, "x", .bad, "no link", .setOneClick)]).count == 2)
    }
}
