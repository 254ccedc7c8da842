import FanmailDelivery
import Foundation
import SMTPCore
import Testing

@testable import Shaping

@Suite("docs/shaping.md", .timeLimit(.minutes(10)))
struct ShapingDocumentTests {
    private let page: String

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        page = try String(contentsOf: root.appending(path: "docs/shaping.md"), encoding: .utf8)
    }

    @Test func itsExampleIsSound() throws {
        let examples = page.matches(of: /```toml\n([\s\S]*?)```/).map { String($0.1) }
        #expect(examples.count == 1)
        let file = try ShapingFile.table(try #require(examples.first), file: "shaping.toml")
        let table = ShapingTable.standard.adding(file)
        #expect(ShapingLint.findings(table).map(\.description) == [])
        #expect(table.limits(provider: "google", hosts: [], domain: nil).connections == 3)
        let reply = try #require(ShapingRule.reply("421 4.7.0 [TSS04] Messages"))
        let found = table.reaction(to: reply, provider: "yahoo", hosts: [], domain: nil)
        #expect(found?.reaction == .pause(.seconds(4 * 3600)))
    }

    @Test func namesEveryLimit() {
        for kind in ShapingLimit.Kind.allCases { #expect(page.contains("| `\(kind.key)` |"), "\(kind.key)") }
    }
}
