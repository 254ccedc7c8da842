package import Fanmail
package import FanmailSettings

extension LetterReader {
    /// - Parameter settings: also those of flags: what they name as secret does not travel.
    package init(_ settings: Configuration) {
        self.init(
            templates: settings.templates, folders: settings.attachmentFolders.value, secretFiles: settings.secretFiles,
            secretTexts: RelayLogin.passwords)
    }
}
