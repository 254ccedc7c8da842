import Foundation
import Testing

@testable import Fanmail

@Suite("Long work gives way to others", .timeLimit(.minutes(10)))
struct LowPriorityThreadTests {
    private struct Fault: Error {}

    /// Of this thread, on Linux; of the process elsewhere.
    private static func priority() -> Int32 {
        #if canImport(Glibc)
            getpriority(Int32(PRIO_PROCESS.rawValue), 0)
        #else
            getpriority(PRIO_PROCESS, 0)
        #endif
    }

    @Test("It has another priority than its caller, who keeps theirs")
    func priorities() throws {
        let before = Self.priority()
        let lowered = try LowPriorityThread.run { Self.priority() }
        #if canImport(Glibc)
            #expect(lowered == 19)
        #endif
        #expect(Self.priority() == before)
    }

    @Test("What it throws comes to its caller")
    func failures() {
        #expect(throws: Fault.self) { try LowPriorityThread.run { () throws -> Int in throw Fault() } }
    }
}
