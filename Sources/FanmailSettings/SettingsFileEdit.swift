package import FanmailBasics

/// Settings that are written into `fanmail.toml`, beside whatever stands there.
package struct SettingsFileEdit {
    /// The file; there need not be one yet.
    package let file: String
    private let values: [(name: SettingName, text: String)]

    /// - Parameter values: of settings that are strings.
    package init(_ file: String, _ values: [(name: SettingName, text: String)]) {
        self.file = file
        self.values = values
    }

    /// What the file will hold.
    ///
    /// - Throws: where it cannot be read, is no valid settings file, or would be none afterwards: it is left alone then.
    package func text() throws(InputFailure) -> String {
        let old: String
        do throws(InputFailure) { old = try BoundedFile.text(of: file) } catch {
            guard error.kind == .notFound else { throw error }
            old = ""
        }
        _ = try document(old)
        var edit = TOMLEdit(old)
        for (name, text) in values { edit.set(name.key, to: text) }
        let new = try document(edit.text)
        for (name, text) in values {
            guard try new.string(name.key) != text else { continue }
            throw InputFailure(.configuration, file, "`\(name.key)` cannot be set here; write it in by hand")
        }
        return edit.text
    }

    /// - Throws: as ``text()``, and where the file cannot be written.
    package func write() throws(InputFailure) {
        let text = try text()
        do throws(InputFile.Refusal) {
            try ReplacedFile.write(Array(text.utf8), to: file)
        } catch {
            throw InputFailure(.configuration, file, "the file cannot be written: \(error.reason)")
        }
    }

    private func document(_ text: String) throws(InputFailure) -> TOMLDocument {
        try TOMLDocument(parsing: text, file: file, keys: Configuration.fileKeys, kind: .configuration)
    }
}
