import FanmailBasics
import TOMLKit

/// The three places a setting can come from, asked in their order.
struct ConfigurationSources {
    private let flags: [SettingName: String]
    private let environment: [String: String]
    let folder: SettingsFolder
    private let file: TOMLDocument?
    /// What the settings are those of: `relay.NAME`; nil for the whole.
    private var table: String?
    /// The `[[route]]` of the file.
    let routes: [TOMLReader]
    /// Why the file's words are not to be followed in everything.
    let doubts: SettingsFileDoubts

    init(
        flags: [SettingName: String], environment: [String: String], folder: SettingsFolder
    ) throws(InputFailure) {
        self.flags = flags
        self.environment = environment
        self.folder = folder
        doubts = SettingsFileDoubts(folder.file ?? "")
        guard let path = folder.file else {
            file = nil
            routes = []
            return
        }
        let text: String
        do throws(InputFailure) {
            text = try BoundedFile.text(of: path)
        } catch {
            guard error.kind == .notFound else {
                throw InputFailure(.configuration, error.place ?? "", error.what, remedy: error.remedy)
            }
            file = nil
            routes = []
            return
        }
        let file = try TOMLDocument(parsing: text, file: path, keys: Configuration.fileKeys, kind: .configuration)
        self.file = file
        routes =
            file.value("route") == nil
            ? [] : try TOMLReader(parsing: text, file: path, kind: .configuration).tables("route")
    }

    /// Flags of this one command come before what a table says, but for those of the whole run; variables, which were set
    /// for any command, do not.
    private init(_ whole: ConfigurationSources, table: String) {
        let flags = whole.flags.filter { ![.relay, .connections, .rate, .maxRcpt].contains($0.key) }
        (self.flags, environment, folder, file) = (flags, [:], whole.folder, whole.file)
        (doubts, routes, self.table) = (whole.doubts, [], table)
    }

    /// The tables `[relay.NAME]` by name, in the order of the file.
    var relayTables: [(name: String, sources: ConfigurationSources)] {
        guard let file, let all = file.value("relay")?.table else { return [] }
        return all.keys.map { ($0, file.line(of: "relay.\($0)") ?? 0) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
            .map { ($0.0, ConfigurationSources(self, table: "relay.\($0.0)")) }
    }

    /// How a setting is called here. A relay's table has its URL under a name of its own.
    func key(_ name: SettingName) -> String {
        guard let table else { return name.key }
        return "\(table).\(name == .relay ? "url" : name.key.split(separator: ".").last.map(String.init) ?? name.key)"
    }

    /// Something is wrong with the table itself, or with a key of it that is no setting elsewhere.
    func failure(_ key: String?, _ what: String) -> InputFailure {
        let path = [table, key].compactMap(\.self).joined(separator: ".")
        return file?.failure(path, what) ?? InputFailure(.configuration, path, what)
    }

    /// Of a key that is no setting elsewhere.
    func number(_ key: String, in range: ClosedRange<Int>) throws(InputFailure) -> Int? {
        try file?.integer("\(table ?? "").\(key)", in: range)
    }

    func setting<Value>(
        _ name: SettingName, default value: @autoclosure () -> Value,
        parse: (String) throws(SettingSyntaxError) -> Value
    ) throws(InputFailure) -> Setting<Value> {
        let key = key(name)
        guard let (text, origin) = try text(name) else { return Setting(name, value(), key: key) }
        do throws(SettingSyntaxError) {
            return Setting(name, try parse(text), origin: origin, key: key)
        } catch {
            throw name.failure(error.reason, origin: origin, key: key)
        }
    }

    func integer(_ name: SettingName, default value: Int, in range: ClosedRange<Int>) throws(InputFailure)
        -> Setting<Int>
    {
        try setting(name, default: value) { text throws(SettingSyntaxError) in try Self.number(text, in: range) }
    }

    /// The same where nothing need be said.
    func optionalInteger(_ name: SettingName, in range: ClosedRange<Int>) throws(InputFailure) -> Setting<Int?> {
        try setting(name, default: nil) { text throws(SettingSyntaxError) in try Self.number(text, in: range) }
    }

    private static func number(_ text: String, in range: ClosedRange<Int>) throws(SettingSyntaxError) -> Int {
        guard text.utf8.count <= 18, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }),
            let number = Int(text)
        else { throw SettingSyntaxError("\(SettingSyntaxError.quoted(text)) is not a whole number") }
        guard range.contains(number) else {
            throw SettingSyntaxError("\(number) must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func boolean(_ name: SettingName, default value: Bool) throws(InputFailure) -> Setting<Bool> {
        try setting(name, default: value) { text throws(SettingSyntaxError) in
            switch text {
            case "true", "yes", "1": return true
            case "false", "no", "0": return false
            default: throw SettingSyntaxError("\(SettingSyntaxError.quoted(text)) is neither true nor false")
            }
        }
    }

    /// A file's path; one from `fanmail.toml` is relative to that.
    func path(_ name: SettingName, default value: String? = nil) throws(InputFailure) -> Setting<String?> {
        let setting: Setting<String?> = try setting(name, default: value) { text throws(SettingSyntaxError) in
            guard !text.isEmpty, !text.utf8.contains(0) else {
                throw SettingSyntaxError("the path is empty; name a file")
            }
            return text
        }
        guard case .file = setting.origin, let path = setting.value else { return setting }
        return Setting(name, SettingsFolder.join(folder.path, path), origin: setting.origin, key: setting.key)
    }

    /// One that is named has to be there; `shaping.toml` beside the settings file need not.
    func shapingFile() throws(InputFailure) -> Setting<String?> {
        let named = try path(.shapingFile)
        guard named.value == nil, folder.file != nil else { return named }
        let usual = SettingsFolder.join(folder.path, "shaping.toml")
        return Setting(.shapingFile, SettingsFolder.isThere(usual) ? usual : nil)
    }

    /// Folders with colons between; those from `fanmail.toml` are relative to that.
    func folders(_ name: SettingName) throws(InputFailure) -> Setting<[String]> {
        let setting: Setting<[String]> = try setting(name, default: []) { text throws(SettingSyntaxError) in
            guard !text.utf8.contains(0) else { throw SettingSyntaxError("a folder's name has a NUL octet in it") }
            return text.split(separator: ":").map(String.init)
        }
        guard case .file = setting.origin else { return setting }
        return Setting(name, setting.value.map { SettingsFolder.join(folder.path, $0) }, origin: setting.origin)
    }

    /// A path from the file is relative to the file, any other to where the command runs.
    func database() throws(InputFailure) -> Setting<String> {
        let setting = try setting(.database, default: SettingsFolder.join(folder.path, "fanmail.db")) {
            text throws(SettingSyntaxError) in
            guard !text.isEmpty, !text.utf8.contains(0) else {
                throw SettingSyntaxError("the path is empty; write one such as fanmail.db")
            }
            return text
        }
        guard case .file = setting.origin else { return setting }
        return Setting(.database, SettingsFolder.join(folder.path, setting.value), origin: setting.origin)
    }

    /// The files of this setting that any of the three places names, also where another overrides it.
    func everyPath(_ name: SettingName) -> [String] {
        let inFile = file?.value(key(name))?.string.map { SettingsFolder.join(folder.path, $0) }
        return [flags[name], environment[name.variable], inFile].compactMap(\.self).filter { !$0.isEmpty }
    }

    private func text(_ name: SettingName) throws(InputFailure) -> (String, SettingOrigin)? {
        if let text = flags[name], let flag = name.flag { return (text, .flag(flag)) }
        if let text = environment[name.variable], !text.isEmpty { return (text, .environment(name.variable)) }
        let key = key(name)
        guard let file, let value = file.value(key) else { return nil }
        return (try text(value, of: name, key, in: file), .file(file.file, line: file.line(of: key) ?? 1))
    }

    /// A value of the file as the text that a flag would give.
    private func text(
        _ value: TOMLValue, of name: SettingName, _ key: String, in file: TOMLDocument
    ) throws(InputFailure) -> String {
        switch name {
        case .connections, .maxRcpt, .inFlight, .guardWindow, .guardDomain, .directPort:
            guard let number = value.int else { throw file.wrongType(key, value, wanted: "an integer") }
            return String(number)
        case .guardShare:
            if let number = value.double ?? value.int.map(Double.init) { return "\(number)" }
            throw file.wrongType(key, value, wanted: "a fraction")
        case .retry:
            if let text = value.string { return text }
            guard let array = value.array else {
                throw file.wrongType(key, value, wanted: "an array of durations in quotes")
            }
            let texts = array.map(\.string)
            guard texts.allSatisfy({ $0 != nil }) else {
                throw file.failure(key, "must be an array of durations in quotes, such as [\"15s\", \"1m\"]")
            }
            return texts.isEmpty ? "none" : texts.compactMap { $0 }.joined(separator: ",")
        case .attachmentFolders:
            guard let texts = value.array?.map(\.string), texts.allSatisfy({ $0 != nil && $0 != "" }) else {
                throw file.wrongType(key, value, wanted: "an array of folders in quotes")
            }
            return texts.compactMap(\.self).joined(separator: ":")
        case .tlsVerify, .allowClearAuth, .chunking, .direct, .dnsValidates:
            guard let truth = value.bool else { throw file.wrongType(key, value, wanted: "true or false") }
            return truth ? "true" : "false"
        case .database, .relay, .rate, .timeout, .hostname, .tls, .tlsCA, .tlsCertificate, .tlsKey, .tlsPin,
            .passwordFile, .tokenFile, .tokenCommand, .sourceAddress, .dkimDomain, .dkimSelector, .dkimKey,
            .dkimEd25519Selector, .dkimEd25519Key, .dns, .shapingFile:
            guard let text = value.string else { throw file.wrongType(key, value, wanted: "a string in quotes") }
            return text
        }
    }
}
