import Foundation
import Testing

@Suite("bench like smtp-source", .timeLimit(.minutes(10)))
struct SourceCommandTests {
    /// What a sink saw, as far as it is to be the same.
    private struct Seen {
        var connections: Set<Int> = []
        /// By transaction.
        var sizes: [Int: Int] = [:]
        var recipients: [String] = []
        var senders: Set<String> = []
    }

    private func seen(_ record: String, _ bench: Workbench) throws -> Seen {
        var seen = Seen()
        for line in try String(contentsOfFile: bench.path(record), encoding: .utf8).split(separator: "\n") {
            let copy = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            seen.connections.insert(try #require(copy["connection"] as? Int))
            seen.sizes[try #require(copy["transaction"] as? Int)] = copy["size"] as? Int
            seen.recipients.append(try #require(copy["forwardPath"] as? String))
            seen.senders.insert(try #require(copy["reversePath"] as? String))
        }
        return seen
    }

    /// Process ids have four or five digits in its Message-Id: the one thing in which sizes may differ.
    private static let forms: [[String]] = [
        ["-s", "3", "-m", "20", "-l", "2000", "-f", "a@x.example", "-t", "b@y.example"],
        ["-d", "-s4", "-m20", "-r3", "-l", "3000", "-f", "a@x.example", "-t", "b@y.example", "-M", "h.example"],
        [
            "-dN", "-s", "2", "-m", "10", "-r", "2", "-l", "1024", "-f", "a@x.example", "-t", "b@y.example", "-S",
            "Hi there",
        ],
        ["-4", "-A", "-c", "-m", "3", "-l", "1000", "-w", "1", "-f", "a@x.example", "-t", "b@y.example"],
    ]

    @Test("The same flags make the same connections, transactions, recipients and sizes", arguments: forms)
    func same(flags: [String]) throws {
        guard Requirement.has("smtp-source") else { return }
        let bench = try Workbench()
        let one = try bench.startSink(record: "source.jsonl").dropFirst("smtp://".count)
        let two = try bench.startSink(record: "like.jsonl").dropFirst("smtp://".count)
        let source = bench.process(flags + [String(one)])
        source.program = try Requirement.program("smtp-source")
        let real = try bench.run(source)
        #expect(real.status == 0, "\(real.errors)")
        let ours = try bench.run(bench.process(["bench", "like", "--json", "smtp-source"] + flags + [String(two)]))
        #expect(bench.expectSuccess(ours).errors.contains("the same: fanmail bench smtp://\(two)"), "\(ours.errors)")
        let (theirs, own) = (try seen("source.jsonl", bench), try seen("like.jsonl", bench))
        #expect(theirs.connections.count == own.connections.count)
        #expect(theirs.recipients.count == own.recipients.count && theirs.senders == own.senders)
        #expect(theirs.sizes.count == own.sizes.count)
        #expect(Set(theirs.recipients).count == Set(own.recipients).count)
        for size in theirs.sizes.values {
            #expect(own.sizes.values.allSatisfy { abs($0 - size) <= 4 }, "\(size), \(own.sizes.values)")
        }
    }

    @Test("A message of a file goes as often, to the same") func file() throws {
        guard Requirement.has("smtp-source") else { return }
        let bench = try Workbench()
        try bench.write("Subject: a file\n\n.dot\nbody\n", to: "letter.txt")
        let one = try bench.startSink(record: "source.jsonl").dropFirst("smtp://".count)
        let two = try bench.startSink(record: "like.jsonl").dropFirst("smtp://".count)
        let flags = ["-m", "4", "-F", "letter.txt", "-f", "a@x.example", "-t", "b@y.example"]
        let source = bench.process(flags + [String(one)])
        source.program = try Requirement.program("smtp-source")
        #expect(try bench.run(source).status == 0)
        bench.expectSuccess(try bench.run(bench.process(["bench", "--like", "smtp-source"] + flags + [String(two)])))
        let (theirs, own) = (try seen("source.jsonl", bench), try seen("like.jsonl", bench))
        #expect(theirs.connections.count == own.connections.count && own.sizes.count == 4)
        #expect(theirs.recipients == own.recipients)
    }
}
