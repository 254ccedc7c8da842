import Foundation
import Testing

@testable import SMTPSink

@Suite("docs/sink.md")
struct SinkDocumentTests {
    @Test("Its examples are one fault file that works, with everything that a fault can do")
    func examples() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/sink.md"), encoding: .utf8)
        let examples = text.components(separatedBy: "```toml\n").dropFirst()
            .map { $0.components(separatedBy: "```")[0] }
        let plan = try FaultFile.parse(examples.joined(separator: "\n"), file: "docs/sink.md")
        #expect(plan.faults.count == 12 && plan.rateLimit == 200)
        #expect(plan.faults.contains { $0.greylist != nil } && plan.faults.contains { $0.stall != nil })
        #expect(plan.faults.contains { $0.cut != nil } && plan.faults.contains { $0.drip != nil })
        #expect(plan.faults.contains { $0.complaint != nil })
        #expect(plan.faults.contains { $0.isSplit } && plan.faults.contains { $0.garbage > 0 })
    }
}
