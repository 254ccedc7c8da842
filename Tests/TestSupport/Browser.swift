import Foundation

/// Headless Chromium, started once for a page.
package enum Browser {
    /// Why a page could not be looked at.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Where it is not, tests that want it are skipped; in CI they fail.
    package static var isHere: Bool {
        if program == nil { print("skipped: chromium not installed") }
        return program != nil
    }

    /// JavaScript functions with which a page finds the contrast of words and their ground (WCAG 2, relative luminance):
    /// `light` of a colour, the `numbers` in a text, the `ground` of an element.
    package static let contrast = """
        function light(c) {
          const v = c.map(x => { x /= 255; return x <= 0.04045 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4) });
          return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
        }
        function numbers(text) { return (text.match(/[0-9.]+/g) || []).map(Number) }
        function ground(e) {
          for (; e; e = e.parentElement) {
            const c = numbers(e.ownerDocument.defaultView.getComputedStyle(e).backgroundColor);
            if (c.length == 3 || c[3] > 0) return c;
          }
          return [255, 255, 255];
        }
        """

    package static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] != nil }

    /// - Parameter body: of a page whose script leaves lines in it, between BEGIN and END.
    package static func result(of body: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appending(path: "page.html")
        try Data("<!DOCTYPE html><meta charset=utf-8><body>\(body)</body>".utf8).write(to: page)
        guard let program else { throw Failure(description: "chromium is not installed") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
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
        guard let start = text.firstRange(of: "BEGIN\n"), let end = text[start.upperBound...].firstRange(of: "\nEND")
        else { throw Failure(description: String(text.suffix(500))) }
        return text[start.upperBound..<end.lowerBound].split(separator: "\n").map(String.init)
    }
}
