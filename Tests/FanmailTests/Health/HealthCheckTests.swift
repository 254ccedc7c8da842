import Composition
import FanmailBasics
import FanmailDNS
import Foundation
import ListStore
import SMTPClient
import SMTPSink
import TestSupport
import Testing

@testable import Fanmail

@Suite("Findings are values, and so are their remedies", .timeLimit(.minutes(10)))
struct HealthCheckTests {
    private func check(_ folder: StoreFolder) throws -> HealthCheck {
        // Nobody is asked there.
        HealthCheck(database: folder.store.path, resolver: try #require(Resolver(server: "127.0.0.1:1")))
    }

    private func levels(_ findings: [HealthFinding]) -> [String] {
        findings.map { "\($0.area) \($0.level) \($0.subject)" }
    }

    @Test func aSoundDatabaseIsGood() throws {
        let folder = try StoreFolder()
        let (findings, lists) = DatabaseHealth.examine(folder.store.path, patience: Patience())
        #expect(lists.map(\.name) == ["announce"])
        #expect(findings.map(\.subject) == [folder.store.path, folder.directory.path])
        #expect(findings.first?.level == .good && findings.first?.remedy == nil)
    }

    @Test func aFileThatIsNoDatabaseIsBad() throws {
        let folder = try StoreFolder()
        let path = try folder.write("this is no database, but a text that is long enough to be one", to: "other.db")
        let (findings, lists) = DatabaseHealth.examine(path, patience: Patience())
        #expect(lists.isEmpty && findings.first?.level == .bad && findings.first?.subject == path)
        let (none, _) = DatabaseHealth.examine(folder.path("nothing.db"), patience: Patience())
        #expect(none.first?.level == .bad && none.first?.remedy == .makeDatabase)
        #expect(!FileManager.default.fileExists(atPath: folder.path("nothing.db")))
    }

    @Test(
        arguments: [
            ("mail.lists.example", HealthFinding.Level.good, nil), ("laptop", .warning, Remedy.setHostname),
            (nil, .warning, .setHostname),
        ] as [(String?, HealthFinding.Level, Remedy?)])
    func theHostnameIsAWholeName(name: String?, level: HealthFinding.Level, remedy: Remedy?) throws {
        let finding = try #require(PolicyHealth.examine(hostname: name, []).first)
        #expect(finding.area == .config && finding.level == level && finding.remedy == remedy)
    }

    @Test func aListWithoutALinkIsWarnedOf() throws {
        let folder = try StoreFolder()
        func findings() throws -> [Remedy?] {
            try PolicyHealth.examine(hostname: "a.example", folder.store.lists()).filter { $0.area == .lists }
                .map(\.remedy)
        }
        #expect(try findings() == [.setOneClick])
        let linked = try StoreFolder(
            policy: "unsubscribe-url = \"https://lists.example/{token}\"\none-click = \"always\"")
        #expect(try PolicyHealth.examine(hostname: "a.example", linked.store.lists()).count == 1)
        #expect(PolicyHealth.examine(hostname: "a.example", []).last?.remedy == .makeFirstList)
    }

    @Test func withoutARelayThatIsSaid() async throws {
        let findings = await RelayHealth.examine(nil, SMTPConfiguration(), requiresTLS: false)
        #expect(findings.map(\.remedy) == [.setRelay] && findings.map(\.level) == [.warning])
    }

    @Test func aRelayThatAnswersIsGoodAndOneThatIsAwayIsBad() async throws {
        let server = try await SinkServer.start(SinkConfiguration())
        let relay = try Relay("smtp://127.0.0.1:\(server.port)")
        let good = await RelayHealth.examine(relay, SMTPConfiguration(), requiresTLS: false)
        await server.stop()
        #expect(good.map(\.level) == [.good], "\(good)")
        let away = await RelayHealth.examine(relay, SMTPConfiguration(), requiresTLS: false)
        #expect(away.map(\.level) == [.bad] && away.map(\.remedy) == [.lookAtSteps(relay: relay.description)])
    }

    @Test func whatARelayLacksIsWarnedOf() async throws {
        var configuration = SinkConfiguration()
        configuration.extensions = []
        let server = try await SinkServer.start(configuration)
        let relay = try Relay("smtp://ken@127.0.0.1:\(server.port)")
        let findings = await RelayHealth.examine(relay, SMTPConfiguration(), requiresTLS: false)
        await server.stop()
        let told = findings.map(\.text).joined(separator: "; ")
        #expect(told.contains("PIPELINING") && told.contains("8BITMIME") || findings.first?.level == .bad, "\(told)")
    }

    @Test func theFindingsOfAllComeInOrder() async throws {
        let folder = try StoreFolder()
        var check = try check(folder)
        check.hostname = "mail.lists.example"
        check.signing = .failing("no such key")
        check.sendingAddresses = [try #require(IPAddress("192.0.2.25"))]
        let findings = await check.findings()
        var areas: [HealthFinding.Area] = []
        for finding in findings where areas.last != finding.area { areas.append(finding.area) }
        #expect(areas == [.database, .config, .lists, .relay, .dns], "\(levels(findings))")
        #expect(findings.last?.level == .unknown && findings.last?.remedy == .nameServer)
    }
}
