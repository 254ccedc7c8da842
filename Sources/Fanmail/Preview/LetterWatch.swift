import Composition
import FanmailBasics
import SMTPCore

/// A letter that is looked at while it is edited: read anew for each page.
package struct LetterWatch: Sendable {
    private let file: String
    private let reader: LetterReader
    private let office: PostOffice

    package init(_ file: String, reader: LetterReader, office: PostOffice) {
        (self.file, self.reader, self.office) = (file, reader, office)
    }

    /// For ``PreviewServer``. It reads files and the database.
    ///
    /// - Parameters:
    ///   - name: empty for the page, `version` for what it is compared with.
    ///   - query: `as`, a reader's address, and `language`.
    package func answer(_ name: String, _ query: [String: String]) -> PreviewServer.Page {
        switch name {
        case "": page(query)
        case "version": PreviewServer.Page(version, type: "text/plain")
        default: PreviewServer.Page("There is nothing here.\n", type: "text/plain", status: 404)
        }
    }

    /// Another one as soon as the letter, or anything that travels in it, is another.
    private var version: String {
        do throws(FanmailFailure) { return try reader.letter(file).digest } catch { return Self.version(of: error) }
    }

    private static func version(of failure: FanmailFailure) -> String {
        Digest64(Array(failure.message.utf8), seed: 0).hex
    }

    private func page(_ query: [String: String]) -> PreviewServer.Page {
        do throws(FanmailFailure) {
            let letter = try reader.letter(file)
            let language = query["language"].flatMap { $0.isEmpty ? nil : $0 }
            do throws(FanmailFailure) {
                let page = try office.preview(
                    of: letter, for: try address(query), in: language, version: letter.digest, named: file)
                return PreviewServer.Page(page.text)
            } catch {
                return Self.page(of: error, version: letter.digest)
            }
        } catch {
            return Self.page(of: error, version: Self.version(of: error))
        }
    }

    private func address(_ query: [String: String]) throws(FanmailFailure) -> Mailbox? {
        guard let text = query["as"], !text.isEmpty else { return nil }
        do { return try Mailbox(parsing: text) } catch {
            throw FanmailFailure(.unusableInput, "\(text.debugDescription) is no address: \(error)")
        }
    }

    /// Why there is no page; it goes away when the letter is mended.
    private static func page(of failure: FanmailFailure, version: String) -> PreviewServer.Page {
        let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
        return PreviewServer.Page(
            """
            <!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
            connect-src 'self'; script-src 'nonce-\(nonce)'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <noscript><meta http-equiv="refresh" content="5"></noscript>
            <title>No preview</title><style>\(LetterPageStyle.text(views: 1))</style></head>
            <body><main><h2>The letter cannot be shown</h2><p class="notice">\(failure.message.escapedForHTML)</p></main>
            <script nonce="\(nonce)">\(LetterPageStyle.watch(version))</script></body></html>

            """, status: 200)
    }
}
