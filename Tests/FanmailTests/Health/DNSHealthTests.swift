import Composition
import FanmailBasics
import FanmailDNS
import ListStore
import TestSupport
import Testing

@testable import Fanmail

@Suite("The sender's DNS", .timeLimit(.minutes(10)))
struct DNSHealthTests {
    private static let address = "192.0.2.25"
    private let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    private func examine(
        _ records: [String: [[String]]] = [:], hosts: [String: String] = [:], pointers: [String: String] = [:],
        exchangers: [String: String] = [:], addresses: [String] = [address], relayHost: String? = nil,
        signing: HealthCheck.Signing = .with([]), keyFiles: [String] = []
    ) throws -> [HealthFinding] {
        let server = try NameServer(records, hosts: hosts, pointers: pointers, exchangers: exchangers)
        defer { server.stop() }
        let resolver = try #require(Resolver(server: "127.0.0.1:\(server.port)"))
        return DNSHealth(resolver, try folder.store.lists(), sourceAddress: nil, signing, keyFiles: keyFiles)
            .examine(from: addresses.compactMap { IPAddress($0) }, relayHost: relayHost)
    }

    private func remedy(_ findings: [HealthFinding], _ subject: String) -> Remedy? {
        findings.first { $0.subject.hasPrefix(subject) }?.remedy
    }

    @Test func aSenderWhoDidEverythingIsGood() throws {
        let findings = try examine(
            [
                "lists.example": [["v=spf1 ip4:192.0.2.0/24 -all"]],
                "_dmarc.lists.example": [["v=DMARC1; p=none; rua=mailto:dmarc@lists.example"]],
            ], hosts: ["mail.lists.example": Self.address], pointers: ["25.2.0.192.in-addr.arpa": "mail.lists.example"],
            exchangers: ["lists.example": "mx.example"])
        #expect(findings.filter { $0.level != .good }.map(\.remedy) == [.signMessages], "\(findings)")
        #expect(findings.count == 5 && findings.allSatisfy { $0.area == .dns })
    }

    @Test func keysThatAreThereAndNotSetAreNamed() throws {
        let findings = try examine(keyFiles: ["dkim/fm1.pem", "dkim/fm1-ed25519.pem"])
        #expect(
            remedy(findings, "DKIM")
                == .nameKeys(["dkim/fm1.pem", "dkim/fm1-ed25519.pem"], domain: "lists.example"), "\(findings)")
    }

    @Test func whatIsMissingHasItsRecord() throws {
        let findings = try examine()
        #expect(findings.allSatisfy { $0.level == .bad }, "\(findings)")
        #expect(remedy(findings, Self.address) == .askForName)
        #expect(
            remedy(findings, "SPF") == .publish("lists.example. IN TXT \"v=spf1 ip4:192.0.2.25 -all\""), "\(findings)")
        #expect(remedy(findings, "MX") == .publish("lists.example. IN MX 10 the.host.that.takes.its.mail."))
        #expect(
            remedy(findings, "DMARC")
                == .publish("_dmarc.lists.example. IN TXT \"v=DMARC1; p=none; rua=mailto:dmarc@lists.example\""))
    }

    @Test(
        arguments: [
            (
                "v=spf1 ip4:198.51.100.1 -all", HealthFinding.Level.bad,
                Remedy.addSenders("ip4:192.0.2.25", record: "v=spf1 ip4:198.51.100.1 -all")
            ),
            ("v=spf1 ?all", .warning, .addSenders("ip4:192.0.2.25", record: "v=spf1 ?all")),
            ("v=spf1 +all", .bad, .endInRefusal), ("v=spf1 colour -all", .bad, .mendText(domain: "lists.example")),
            ("v=spf1 ip4:192.0.2.25 -all", .good, nil),
        ] as [(String, HealthFinding.Level, Remedy?)])
    func spf(record: String, level: HealthFinding.Level, remedy: Remedy?) throws {
        let findings = try examine(["lists.example": [[record]]])
        let finding = try #require(findings.first { $0.subject == "SPF of lists.example" })
        #expect(finding.level == level && finding.remedy == remedy, "\(finding)")
    }

    @Test func aPolicyWithoutReportsIsWarnedOf() throws {
        let findings = try examine(["_dmarc.lists.example": [["v=DMARC1; p=reject"]]])
        #expect(remedy(findings, "DMARC") == .addReports(domain: "lists.example"))
    }

    @Test func whereMailComesFromIsAskedOfTheRelay() throws {
        let unknown = try examine(addresses: [])
        #expect(unknown.first?.level == .unknown && unknown.first?.remedy == .nameAddress)
        let relay = try examine(hosts: ["relay.example": Self.address], addresses: [], relayHost: "relay.example")
        #expect(relay.first?.subject == Self.address)
    }

    @Test(arguments: [("lists.example", false), ("other.example", true), (nil, true)] as [(String?, Bool)])
    func complaintsThatNobodySendsAreWarnedOf(signed: String?, isWarned: Bool) throws {
        let folder = try StoreFolder(policy: "cfbl-address = \"complaints@lists.example\"")
        let server = try NameServer([:])
        defer { server.stop() }
        let resolver = try #require(Resolver(server: "127.0.0.1:\(server.port)"))
        let identities = try signed.map {
            [DKIMSigner.Identity(domain: $0, selector: "fm1", key: try DKIMKey.generate(.ed25519))]
        }
        // Also where no name server answers.
        for resolver in [resolver, try #require(Resolver(server: "127.0.0.1:1"))] {
            let findings = DNSHealth(resolver, try folder.store.lists(), sourceAddress: nil, .with(identities ?? []))
                .examine(from: [IPAddress(Self.address)].compactMap(\.self), relayHost: nil)
            let finding = findings.first { $0.subject == "CFBL-Address of announce" }
            #expect((finding?.remedy == .signAs(domain: "lists.example")) == isWarned, "\(findings)")
        }
    }

    @Test func keysThatCannotBeUsedAreAFinding() throws {
        let finding = try examine(signing: .failing("no such key")).first { $0.subject == "DKIM" }
        #expect(finding?.area == .config && finding?.level == .bad && finding?.text == "no such key")
    }

    @Test func aServerThatDoesNotAnswerIsUnknownAndNotBad() throws {
        let resolver = try #require(Resolver(server: "127.0.0.1:1"))
        let findings = DNSHealth(resolver, try folder.store.lists(), sourceAddress: nil, .with([]))
            .examine(from: [], relayHost: "relay.example")
        #expect(findings.map(\.level) == [.unknown] && findings.map(\.remedy) == [.nameServer])
    }
}
