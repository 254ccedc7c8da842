import Foundation
import Testing

/// Headless Chromium, started once for a page.
enum Browser {
    private static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Where it is not, tests that want it are skipped; in CI they fail.
    static var isHere: Bool {
        if program == nil { print("skipped: chromium not installed") }
        return program != nil
    }

    static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] != nil }

    /// - Parameter body: of a page whose script leaves lines in it, between BEGIN and END.
    static func result(of body: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appending(path: "page.html")
        try Data("<!DOCTYPE html><meta charset=utf-8><body>\(body)</body>".utf8).write(to: page)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(program, "chromium is not installed"))
        process.arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=\(folder.path)/profile", "--dump-dom",
            "file://\(page.path)",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        let start = try #require(text.firstRange(of: "BEGIN\n"), "\(text.suffix(500))")
        let end = try #require(text[start.upperBound...].firstRange(of: "\nEND"))
        return text[start.upperBound..<end.lowerBound].split(separator: "\n").map(String.init)
    }
}
