import Fanmail
import Foundation
import Synchronization
import Testing

@testable import FanmailTerminal

@Suite("An access token from a command", .timeLimit(.minutes(10)))
struct OAuthTokenTests {
    @Test("is that of the start once, and then of a run for each login")
    func anew() async throws {
        let runs = Mutex(0)
        let source = OAuthTokenSource(first: "first") {
            runs.withLock {
                $0 += 1
                return "token \($0)"
            }
        }
        #expect(try await source.token() == "first")
        #expect(try await source.token() == "token 1")
        #expect(try await source.token() == "token 2")
    }

    @Test("is shared by the logins that begin while the command runs")
    func shared() async throws {
        let runs = Mutex(0)
        let gate = DispatchSemaphore(value: 0)
        let source = OAuthTokenSource(first: nil) {
            gate.wait()
            return runs.withLock {
                $0 += 1
                return "token \($0)"
            }
        }
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<10 { group.addTask { try await source.token() } }
            // All ten may have asked by then, or some come later and share the next run: never ten runs at once.
            for _ in 0..<10 { gate.signal() }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(tokens.count == 10 && Set(tokens).count == runs.withLock { $0 })
    }

    @Test("that fails is told, and the next login asks again")
    func failing() async throws {
        let runs = Mutex(0)
        let source = OAuthTokenSource(first: nil) {
            let run = runs.withLock {
                $0 += 1
                return $0
            }
            guard run > 1 else { throw FanmailFailure(.configuration, "no") }
            return "token"
        }
        await #expect(throws: FanmailFailure.self) { try await source.token() }
        #expect(try await source.token() == "token")
    }

    @Test("is the first line of what the command prints")
    func line() throws {
        #expect(try OAuthTokenCommand.run("echo abc; echo def") == "abc")
        #expect(throws: FanmailFailure.self) { try OAuthTokenCommand.run("exit 3") }
        #expect(throws: FanmailFailure.self) { try OAuthTokenCommand.run("echo") }
    }

    @Test("is not waited for beyond its time, whoever holds the pipe", arguments: ["sleep 3", "sleep 3 & wait"])
    func patience(command: String) throws {
        let failure = #expect(throws: FanmailFailure.self) { try OAuthTokenCommand.run(command, patience: 0.2) }
        #expect(failure?.message.contains("not done within") == true)
    }
}
