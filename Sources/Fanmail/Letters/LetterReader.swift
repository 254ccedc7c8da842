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

    package func letter(_ path: String) throws(FanmailFailure) -> Letter {
        do throws(CompositionFailure) {
            return try Letter(
                file: path, templates: templates, folders: folders, secrets: secretFiles, secretTexts: secretTexts)
        } catch {
            throw FanmailFailure(error, in: path)
        }
    }
}
