import FanmailBasics
import Foundation
import TestSupport
import Testing

/// Headless Chromium with one page, told what to do over the pipe of its DevTools protocol: two named pipes, since it
/// wants descriptors 3 and 4.
final class Chromium {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Where it is not, tests that want it are skipped; in CI they fail.
    static var isUsable: Bool { Browser.isHere || Browser.isCI }

    /// On a thread of its own: whoever answers the browser may need those of Swift's pool.
    static func run(_ body: @escaping @Sendable (Chromium) throws -> Void) async throws {
        try await OwnThread.run("chromium") { try body(Chromium()) }
    }

    /// For what comes at once, on a machine that does much else.
    private static let limit = Duration.seconds(120)

    private let folder = FileManager.default.temporaryDirectory.appending(path: "chromium-\(UUID().uuidString)")
    private let process = Process()
    private let input: Int32
    private let output: Int32
    private var heard: [UInt8] = []
    private var number = 0
    private var session: String?
    private var loads = 0
    private var asked: [String: String] = [:]
    /// What the page has asked for, and its policy has not kept back.
    var requests: [String] { Array(asked.values) }

    private init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (commands, answers) = (folder.appending(path: "commands").path, folder.appending(path: "answers").path)
        mkfifo(commands, 0o600)
        mkfifo(answers, 0o600)
        // Both ways, so that opening waits for nobody.
        input = open(commands, O_RDWR)
        output = open(answers, O_RDWR | O_NONBLOCK)
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "exec \"$@\" 3<'\(commands)' 4>'\(answers)'", "sh", try #require(Browser.program), "--headless=new",
            "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
            "--disable-features=IsolateSandboxedIframes", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--user-data-dir=\(folder.path)/profile", "--remote-debugging-pipe", "about:blank",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"]
        let attached = try call("Target.attachToTarget", ["targetId": target as Any, "flatten": true])
        session = try #require(attached["sessionId"] as? String)
        for domain in ["Page", "Network", "Runtime"] { try call("\(domain).enable") }
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        close(input)
        close(output)
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: - What a test says

    /// As a screen of this width shows it.
    func resize(width: Int, isDark: Bool = false) throws {
        try call(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false])
        let scheme = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
        try call("Emulation.setEmulatedMedia", ["features": [scheme]])
    }

    /// Goes there, and returns when the page and its frames are loaded.
    func visit(_ url: String) throws {
        let before = loads
        try call("Page.navigate", ["url": url])
        let end = ContinuousClock.now + Self.limit
        while loads == before {
            guard ContinuousClock.now < end else { throw Failed(description: "\(url) does not load") }
            try hear(for: 100)
        }
    }

    /// The value of an expression in the page.
    func value(_ expression: String) throws -> Any? {
        let answer = try call("Runtime.evaluate", ["expression": expression, "returnByValue": true])
        if let details = answer["exceptionDetails"] { throw Failed(description: "\(expression): \(details)") }
        return (answer["result"] as? [String: Any])?["value"]
    }

    /// Waits until an expression is true.
    func wait(until expression: String) throws {
        let end = ContinuousClock.now + Self.limit
        while try value(expression) as? Bool != true {
            guard ContinuousClock.now < end else { throw Failed(description: "never true: \(expression)") }
            try hear(for: 20)
        }
    }

    func press(_ key: String) throws {
        try call("Input.dispatchKeyEvent", ["type": "keyDown", "key": key, "text": key])
        try call("Input.dispatchKeyEvent", ["type": "keyUp", "key": key])
    }

    /// The documents within the page's frames, as text of their nodes and attributes.
    func frames() throws -> [String] {
        let answer = try call("DOM.getDocument", ["depth": -1, "pierce": true])
        var found: [String] = []
        func text(_ node: [String: Any]) -> String {
            let name = node["nodeName"] as? String ?? ""
            let attributes = (node["attributes"] as? [String] ?? []).joined(separator: " ")
            let children = (node["children"] as? [[String: Any]] ?? []).map(text).joined(separator: "\n")
            if let document = node["contentDocument"] as? [String: Any] { found.append(text(document)) }
            return "\(name) \(attributes) \(node["nodeValue"] as? String ?? "")\n\(children)"
        }
        _ = text(answer["root"] as? [String: Any] ?? [:])
        return found
    }

    // MARK: - The protocol

    @discardableResult
    func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        number += 1
        var message: [String: Any] = ["id": number, "method": method, "params": parameters]
        if let session { message["sessionId"] = session }
        var rest = Array(try JSONSerialization.data(withJSONObject: message))[...] + [0]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failed(description: "chromium hears nothing") }
            rest = rest.dropFirst(count)
        }
        let end = ContinuousClock.now + Self.limit
        while ContinuousClock.now < end {
            for answer in try hear(for: 100) where answer["id"] as? Int == number {
                if let error = answer["error"] { throw Failed(description: "\(method): \(error)") }
                return answer["result"] as? [String: Any] ?? [:]
            }
        }
        throw Failed(description: "\(method): no answer")
    }

    /// What it says within so many milliseconds.
    @discardableResult
    private func hear(for milliseconds: Int32) throws -> [[String: Any]] {
        var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        if !heard.contains(0), poll(&waiting, 1, milliseconds) > 0 {
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = read(output, &piece, piece.count), count > 0 { heard += piece[..<count] }
        }
        guard process.isRunning else { throw Failed(description: "chromium has ended") }
        var messages: [[String: Any]] = []
        while let end = heard.firstIndex(of: 0) {
            let message = try JSONSerialization.jsonObject(with: Data(heard[..<end])) as? [String: Any] ?? [:]
            heard.removeFirst(end + 1)
            if message["method"] as? String == "Page.loadEventFired" { loads += 1 }
            let parameters = message["params"] as? [String: Any] ?? [:]
            if let id = parameters["requestId"] as? String {
                switch message["method"] as? String {
                case "Network.requestWillBeSent":
                    asked[id] = (parameters["request"] as? [String: Any])?["url"] as? String
                case "Network.loadingFailed" where parameters["blockedReason"] != nil: asked[id] = nil
                default: break
                }
            }
            messages.append(message)
        }
        return messages
    }
}
