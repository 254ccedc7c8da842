package import Composition

/// Reads letters from files, and knows what may travel with them.
package struct LetterReader: Sendable {
    /// The folder of layouts, partials and notices.
    package var templates: String
    /// Where pictures and attachments may come from, beside the letter's own folder.
    package var folders: [String]
    /// Files that never travel.
    package var secretFiles: [String]
    /// What no file that travels may hold.
    package var secretTexts: [String]

    package init(
        templates: String = "templates", folders: [String] = [], secretFiles: [String] = [], secretTexts: [String] = []
    ) {
        self.templates = templates
        self.folders = folders
        self.secretFiles = secretFiles
        self.secretTexts = secretTexts
    }

    /// The letter as far as it can be read, and all that is wrong with it.
    func reading(_ path: String) -> (letter: Letter?, failures: [FanmailFailure], end: FanmailFailure?) {
        let read = Letter.read(
            file: path, templates: templates, folders: folders, secrets: secretFiles, secretTexts: secretTexts)
        return (
            read.letter, read.failures.map { FanmailFailure($0, in: path) },
            read.end.map { FanmailFailure($0, in: path) }
        )
    }

    /// A letter of this text, as if it stood in that file.
    func letter(_ path: String, text: String) throws(FanmailFailure) -> Letter {
        do throws(CompositionFailure) {
            return try Letter(
                text: text, file: path, templates: templates, folders: folders, secrets: secretFiles,
                secretTexts: secretTexts)
        } catch {
            throw FanmailFailure(error, in: path)
        }
    }

    /// What is written in a letter's file, from which another one is begun.
    package func text(_ path: String) throws(FanmailFailure) -> String {
        guard let own = try letter(path).texts.first else { throw FanmailFailure(.noInput, "\(path) cannot be read") }
        return own.text
    }

    package func letter(_ path: String) throws(FanmailFailure) -> Letter {
        do throws(CompositionFailure) {
            return try Letter(
                file: path, templates: templates, folders: folders, secrets: secretFiles, secretTexts: secretTexts)
        } catch {
            throw FanmailFailure(error, in: path)
        }
    }
}
