import FanmailBasics
import FanmailSettings
package import Foundation

/// What somebody begins with: settings, lists, subscribers and letters; the repository's own files, in the program.
package enum SampleFiles {
    /// By their paths in a directory.
    package static let all: [(path: String, text: String)] =
        [
            (Configuration.fileName, Configuration.template), ("lists/announce.toml", list),
            ("lists/announce.csv", subscribers), ("lists/developers.toml", developers),
            ("lists/developers.csv", developerSubscribers), ("templates/announcement.eml", letter),
            ("templates/newsletter.eml", newsletter),
        ] + SampleLetters.all.map { ("templates/\($0.name).md", $0.text) }

    /// Writes those that are not there; what is there stays as it is. Beside somebody's own lists no samples of lists are
    /// laid, which `list apply` would make lists of.
    ///
    /// - Parameter report: called for each file, with whether it was made.
    /// - Throws: where a directory or a file cannot be made; what was made before stays.
    package static func lay(
        in directory: URL, report: (_ path: String, _ isMade: Bool) -> Void = { _, _ in }
    ) throws(FanmailFailure) {
        let lists = try? FileManager.default.contentsOfDirectory(
            atPath: directory.appendingPathComponent("lists").path)
        let hasLists = lists?.contains { $0.hasSuffix(".toml") } ?? false
        for (path, text) in all {
            let file = directory.appendingPathComponent(path)
            guard !FileManager.default.fileExists(atPath: file.path) else {
                report(path, false)
                continue
            }
            guard !hasLists || !path.hasPrefix("lists/") else { continue }
            do {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            } catch {
                throw FanmailFailure(
                    .disk,
                    "\(directory.relativePath.escapedForTerminal): the directory cannot be made; name another, or a new one"
                )
            }
            do { try Data(text.utf8).write(to: file) } catch {
                throw FanmailFailure(.disk, "\(file.path): cannot be written: \(error.localizedDescription)")
            }
            report(path, true)
        }
    }

    private static let list = """
        # News for everybody. Apply it with: fanmail list apply lists/announce.toml
        name = "announce"
        address = "announce@lists.example"
        description = "News from Fanmail"
        owner = "ada@lists.example"
        reverse-path = "announce-bounces@lists.example"

        [policy]
        posters = ["news@lists.example"]    # who may post besides the owner, by From; post = "subscribers" and "anyone" let more

        [bounce]
        hard = "at-once"    # a dead address ends its subscription, where that is certain; "score": by its points alone

        """

    private static let subscribers = """
        email,name
        ada@example.org,Ada
        grace@example.com,Grace
        katherine@example.net,Katherine
        "linus@example.org","Torvalds, Linus"
        margaret@example.com,Margaret
        zoe@example.net,Zoë
        bjorn@example.org,Björn
        mei@example.com,梅
        radia+stp@example.net,Radia
        dennis@example.org,Dennis
        ken@example.com,Ken
        barbara@example.net,Barbara

        """

    private static let letter = """
        From: Fanmail <news@lists.example>
        To: announce@lists.example
        Subject: One letter, a million envelopes
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Dear reader,

        the header of this letter says To: announce@lists.example, and nothing else.
        That it reached you is the doing of its envelope, which you do not see:
        your address stood there, among a hundred others, and in no header.

        Many greetings — and mille grâces for reading,
        Fanmail

        """

    private static let developers = """
        # Those who build it.
        name = "developers"
        address = "developers@lists.example"
        description = "Development"
        owner = "postmaster@lists.example"
        language = "en"

        [policy]
        post = "anyone"

        """

    private static let developerSubscribers = """
        email,name
        ada@example.org,Ada Lovelace
        barbara@example.com,Barbara Liskov
        dennis@example.net,Dennis Ritchie
        ken@example.net,Ken Thompson
        bjarne@example.com,Bjarne Stroustrup
        frances@compilers.example,Frances Allen
        niklaus@example.org,Niklaus Wirth
        adele@smalltalk.example,Adele Goldberg

        """

    private static let newsletter = """
        From: Fanmail <news@lists.example>
        To: announce@lists.example
        Subject: =?UTF-8?Q?News_from_the_post_office_=E2=80=94_autumn?=
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="autumn-letter"

        --autumn-letter
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Dear reader,

        three things are new this autumn:

          * Café Zürich opens on Thursdays, from 9 to 18.
          * The reading circle meets on the first Monday of the month.
          * Letters to the editor are answered again: just reply to this one.

        Until next time,
        Fanmail

        --autumn-letter
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 8bit

        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>News from the post office — autumn</title></head>
        <body style="max-width: 36em; margin: 2em auto; font-family: Georgia, serif; line-height: 1.5">
        <p>Dear reader,</p>
        <p>three things are new this autumn:</p>
        <ul>
        <li>Café Zürich opens on Thursdays, from 9 to 18.</li>
        <li>The reading circle meets on the first Monday of the month.</li>
        <li>Letters to the editor are answered again: just reply to this one.</li>
        </ul>
        <p>Until next time,<br>Fanmail</p>
        </body>
        </html>

        --autumn-letter--

        """
}
