import FanmailBasics
import FanmailWeb
import Testing

@testable import SMTPSink
@testable import SMTPSinkWeb

/// The sink's pages as a browser shows them.
@Suite("The sink's pages on screens", .enabled(if: Chromium.isUsable), .timeLimit(.minutes(10)))
struct SinkScreenTests {
    @Test("Nothing scrolls sideways, and all words have the contrast of WCAG AA, light and dark") func fit()
        async throws
    {
        try await SinkDesk.run { desk in try await Chromium.run { browser in try Self.look(at: desk, browser) } }
    }

    private static func look(at desk: SinkDesk, _ browser: Chromium) throws {
        func look(_ paths: String...) throws {
            for width in [320, 1280] {
                for isDark in [false, true] {
                    try browser.resize(width: width, isDark: isDark)
                    for path in paths {
                        try browser.visit(desk.server.url + path)
                        // What is folded away is looked at, too.
                        _ = try browser.value("document.querySelectorAll('details').forEach(d=>{d.open=true})")
                        let found = try browser.value(Self.script) as? [String]
                        #expect(found == [], "/\(path), \(width) px, \(isDark ? "dark" : "light"): \(found ?? [])")
                    }
                }
            }
        }
        try look("")
        let long = String(repeating: "unbroken", count: 40)
        try desk.send(raw: HostileMessage.text(port: 9), to: ["ken@x.example", "\(long.prefix(60))@x.example"])
        try desk.send(to: "ken@x.example", subject: long, body: "https://x.example/\(long)")
        try look("", "?query=ken", "?query=before:\(long)", "message/1", "message/2", "message/99")
    }

    @Test("What is too wide, and what cannot be read, is noticed") func noticed() async throws {
        try await Chromium.run { browser in
            try browser.resize(width: 320)
            try browser.visit("data:text/html,<table width=500><tr><td>x</table><p style='color:%23999'>pale</p>")
            let found = try browser.value(Self.script) as? [String] ?? []
            #expect(found.count == 2 && found[0].hasPrefix("5") && found[1].hasPrefix("contrast 2.8"), "\(found)")
        }
    }

    /// What the message names is a server that counts who comes.
    @Test("A hostile message is shown without harm, and nobody learns that it was read") func hostile() async throws {
        try await SinkDesk.run { canary in
            try await SinkDesk.run { desk in
                try await Chromium.run { browser in
                    try desk.send(raw: HostileMessage.text(port: canary.sink.port), to: ["ken@x.example"])
                    for path in ["", "message/1", "message/1/html"] {
                        try browser.visit(desk.server.url + path)
                        #expect(try browser.value("document.title") as? String != "owned", "/\(path)")
                    }
                    #expect(try browser.value("document.querySelector('img[alt=own]').naturalWidth") as? Int == 1)
                    try browser.visit(desk.server.url + "message/1")
                    let frame = try #require(try browser.frames().first)
                    #expect(frame.contains("harmless words") && frame.contains("data:image/png;base64,"), "\(frame)")
                    let own = "http://127.0.0.1:\(desk.server.port)/"
                    #expect(
                        browser.requests.allSatisfy { $0.hasPrefix(own) || $0.hasPrefix("data:") },
                        "\(browser.requests)")
                    #expect(canary.sink.counts.connections == 0)
                    // By choice pictures are asked for, and nothing else.
                    try browser.visit(desk.server.url + "message/1?pictures=1")
                    #expect(canary.sink.counts.connections > 0)
                    let asked = browser.requests.filter { $0.contains(":\(canary.sink.port)/") }
                    #expect(!asked.isEmpty && asked.allSatisfy { $0.hasSuffix(".png") }, "\(asked)")
                    #expect(try browser.value("document.title") as? String != "owned")
                }
            }
        }
    }

    @Test("New mail comes on top by itself, keys go through it, and a click throws it away") func live() async throws {
        try await SinkDesk.run { desk in
            try await Chromium.run { browser in
                try browser.visit(desk.server.url)
                #expect(try browser.value("!!document.querySelector('.empty')") as? Bool == true)
                for number in 1...2 {
                    try desk.send(to: "user\(number)@x.example", subject: "News \(number)")
                    try browser.wait(until: "document.querySelectorAll('.messages li').length===\(number)")
                }
                #expect(try browser.value("document.querySelector('.empty')===null") as? Bool == true)
                #expect(
                    try browser.value("document.querySelector('.messages li').textContent.includes('News 2')") as? Bool
                        == true)
                #expect(
                    try browser.value("document.querySelector('[role=status]').textContent") as? String == "2 messages")
                try browser.press("j")
                try browser.press("j")
                #expect(try browser.value("document.activeElement.pathname") as? String == "/message/1")
                try browser.press("k")
                #expect(try browser.value("document.activeElement.pathname") as? String == "/message/2")
                // A form that a browser sends itself is taken.
                _ = try browser.value("document.querySelector('#m2 button').click()")
                try browser.wait(
                    until: "document.readyState==='complete'&&document.querySelectorAll('.messages li').length===1")
                #expect(desk.messages.messages().map(\.id) == [1])
                // What is thrown away elsewhere vanishes.
                try desk.send(to: "user3@x.example", subject: "News 3")
                try browser.wait(until: "document.querySelectorAll('.messages li').length===2")
                desk.messages.remove([3])
                try browser.wait(until: "document.querySelectorAll('.messages li').length===1")
                #expect(
                    try browser.value("document.querySelector('[role=status]').textContent") as? String == "1 message")
                _ = try browser.value("document.querySelector('#m1 a').click()")
                try browser.wait(until: "document.readyState==='complete'&&location.pathname==='/message/1'")
                try browser.press("u")
                try browser.wait(until: "document.readyState==='complete'&&location.pathname==='/'")
            }
        }
    }

    private static let script = """
        (() => {
        const light = c => {
          const v = c.map(x => { x /= 255; return x <= 0.04045 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4) });
          return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
        };
        const numbers = text => (text.match(/[0-9.]+/g) || []).map(Number);
        const ground = e => {
          for (; e; e = e.parentElement) {
            const c = numbers(getComputedStyle(e).backgroundColor);
            if (c.length == 3 || c[3] > 0) return c;
          }
          return [255, 255, 255];
        };
        const found = [], root = document.documentElement;
        if (root.scrollWidth > innerWidth) found.push(root.scrollWidth + ' px');
        for (const e of document.body.querySelectorAll('*')) {
          const style = getComputedStyle(e);
          const says = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
          if (!says || !e.getClientRects().length || e.localName == 'script') continue;
          const [a, b] = [light(numbers(style.color)), light(ground(e))];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < 4.5) found.push('contrast ' + ratio.toFixed(1) + ' of ' + e.localName + ' ' + e.className);
        }
        return found;
        })()
        """
}
