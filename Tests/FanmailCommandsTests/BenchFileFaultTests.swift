import ArgumentParser
import Foundation
import Testing

@testable import ServerCommands

@Suite("A file that is written during a bench")
struct BenchFileFaultTests {
    @Test("Fails the run with 74 once some of it could not be written, and not before") func fails() throws {
        let fault = BenchFileFault("--sent x.jsonl")
        fault.note(0)
        #expect(!fault.isThere)
        try fault.expectNone()
        for code in [ENOSPC, 0, EIO] { fault.note(code) }
        #expect(fault.isThere)
        let failure = #expect(throws: ExitCode.self) { try fault.expectNone() }
        #expect(failure?.rawValue == 74)
    }
}
