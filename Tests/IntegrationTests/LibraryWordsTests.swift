import Foundation
import Testing

/// What a library says has to fit a daemon and a web page as well as the command line.
@Suite("The words of the libraries")
struct LibraryWordsTests {
    /// The command line itself, and the settings, which are what flags and variables are the names of.
    private static let ofTheCommand = [
        "FanmailTerminal", "ServerCommands", "ListCommands", "FanmailCommands", "fanmail", "FanmailSettings",
    ].map { "Sources/\($0)/" }
    /// Variables for tests, which nobody is told of.
    private static let ofTests = ["Patience.swift", "CrashPoint.swift"]

    @Test("No text of a library names a flag, a variable or a command: a remedy is a value, and the command words it")
    func noFlags() throws {
        let files = try Repository.files(".swift", below: "Sources").filter { file in
            !Self.ofTheCommand.contains { file.contains($0) } && !Self.ofTests.contains { file.hasSuffix("/\($0)") }
        }
        #expect(files.count > 300)
        for file in files {
            for (number, line) in try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            {
                guard !line.drop(while: \.isWhitespace).hasPrefix("//") else { continue }
                let found = line.firstMatch(of: /(?:[\s"`(\[])(?:--[a-z][a-z-]+)|FANMAIL_[A-Z]+|`fanmail [a-z]/)
                #expect(found == nil || !line.contains("\""), "\(file):\(number + 1): \(line)")
            }
        }
    }

    @Test("Every remedy that a library knows has words of the command's own")
    func remediesAreWorded() throws {
        let codes = try Repository.files(".swift", below: "Sources").filter { $0.contains("/Remedy") }
            .flatMap { file in
                try Repository.text(file).matches(of: /public static let (\w+) = Self\("/).map { String($0.1) }
            }
        let words = try Repository.text("Sources/FanmailTerminal/Output/Explanation+Words.swift")
        #expect(codes.count >= 40 && Set(codes).count == codes.count)
        for code in codes {
            let wording = try Regex("case \\.\(code):\\s+\"")
            #expect(words.firstMatch(of: wording) != nil, "\(code)")
        }
    }
}
