import Bounces
import MailCore
import Testing

struct BounceClassTests {
    @Test(arguments: ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"])
    func aBadAddressIsHard(status: String) {
        let bounce = BounceClass(Reply(code: 550, status: EnhancedStatusCode(status), text: ""))
        #expect(bounce.kind == .hard)
        #expect(bounce.concernsAddress)
    }

    @Test(arguments: [
        (550 as UInt16, "5.7.1"), (554, "5.7.26"), (552, "5.2.2"), (550, nil), (554, nil), (450, "4.1.1"), (421, nil),
        (552, "5.3.4"), (550, "5.1.0"), (553, "5.1.8"), (450, "5.1.1"),
    ])
    func everythingElseIsSoft(code: UInt16, status: String?) {
        let bounce = BounceClass(Reply(code: code, status: status.flatMap { EnhancedStatusCode($0) }, text: ""))
        #expect(bounce.kind == .soft)
        #expect(!bounce.concernsAddress)
    }

    @Test func noReplySaysNothing() {
        #expect(!BounceClass(nil).concernsAddress)
    }
}
