import Fanmail
import FanmailBasics
import Foundation

/// A page of plots and tables that needs nothing else: no JavaScript, nothing from elsewhere.
package enum PlotPage {
    /// The whole page.
    ///
    /// - Parameters:
    ///   - head: HTML, as is `body`.
    ///   - line: what stands below it.
    package static func document(title: String, head: String, line: String, _ body: String) -> String {
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(Plot.escaped(title))</title>
        <style>\(PlotPageStyle.text)</style></head><body>
        <header><p>\(head)</p><p>\(Plot.escaped(line))</p></header>
        <main>
        \(body)</main></body></html>

        """
    }

    /// With a capital and a full stop.
    package static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    /// - Throws: `FanmailFailure` where the file cannot be written.
    package static func write(_ text: String, to path: String) throws {
        do { try PersonalFile.write(Array(text.utf8), to: path) } catch {
            throw FanmailFailure(.disk, "--html \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
    }

    /// So that a load is not measured for nothing: tells before it whether the page can be written.
    package static func expectWritable(_ path: String) throws {
        let isNew = access(path, F_OK) != 0
        do {
            close(try PersonalFile.open(path, appending: true))
            if isNew { unlink(path) }
        } catch {
            throw FanmailFailure(.disk, "--html \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
    }

    /// One figure that matters, as HTML.
    package static func tile(_ name: String, _ value: String, _ note: String, isBad: Bool = false) -> String {
        "<div\(isBad ? " class=\"bad\"" : "")><dt>\(Plot.escaped(name))</dt><dd>\(Plot.escaped(value))</dd>"
            + "<dd>\(Plot.escaped(note))</dd></div>"
    }

    /// - Parameter share: in percent.
    package static func percent(_ share: Double) -> String {
        // What is not all is not shown as all.
        let rounded = share < 100 && share > 99.99 ? 99.99 : (share * 100).rounded() / 100
        return "\(rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)") %"
    }
}
