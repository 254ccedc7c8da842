import Crypto
package import FanmailBasics
import FanmailMIME
package import SMTPCore

/// A letter read from its files, compiled, ready to be rendered: for everybody once, or for each recipient.
package struct Letter: Sendable {
    /// Everything that rendering needs, in one blob: the letter, its versions, layout, partials, images, attachments.
    package let archive: [UInt8]
    /// SHA-256 of all that, in hex: it tells this letter from others.
    package let digest: String
    /// What depends on the recipient, in the order of first use. Empty: one message serves all.
    package let personalFields: [PlaceholderUse]
    /// Which attributes it names, each once; of one within another the outer one.
    package let attributeNames: Set<String>

    /// Those of them that have no default.
    private let required: [PlaceholderUse]
    private let base: LetterVersion
    private let versions: [String: LetterVersion]
    let files: LetterFiles

    /// - Parameters:
    ///   - file: `letter.md`, `.html` or `.txt`, with front matter.
    ///   - templates: the folder with `layouts/` and `partials/`; those beside the letter come first.
    ///   - folders: others that its pictures and attachments may come from.
    ///   - secrets: files that never travel in it.
    ///   - secretTexts: passwords; no file that begins with such a line travels in it.
    /// - Throws: the file, the line and the remedy.
    package init(
        file: String, templates: String?, folders: [String] = [], secrets: [String] = [], secretTexts: [String] = []
    ) throws(CompositionFailure) {
        var files = LetterFiles(
            file: file, templates: templates, others: folders, secrets: secrets, secretTexts: secretTexts)
        try self.init(&files)
    }

    /// - Parameters:
    ///   - text: front matter and body.
    ///   - file: where it would stand.
    package init(
        text: String, file: String, templates: String?, folders: [String] = [], secrets: [String] = [],
        secretTexts: [String] = []
    ) throws(CompositionFailure) {
        var files = LetterFiles(
            file: file, templates: templates, others: folders, secrets: secrets, secretTexts: secretTexts)
        files.set(text)
        try self.init(&files)
    }

    /// The same letter, and all that is wrong with it, not only the first.
    ///
    /// - Returns: the letter, as far as it can be read; its versions' failures; nil and what ended the reading.
    package static func read(
        file: String, templates: String?, folders: [String] = [], secrets: [String] = [], secretTexts: [String] = []
    ) -> (letter: Letter?, failures: [CompositionFailure], end: CompositionFailure?) {
        var files = LetterFiles(
            file: file, templates: templates, others: folders, secrets: secrets, secretTexts: secretTexts)
        files.gatherFailures()
        do throws(CompositionFailure) {
            let letter = try Letter(&files)
            return (letter, files.failures ?? [], nil)
        } catch {
            var failures = files.failures ?? []
            for (_, name) in files.versions().sorted(by: { $0.key < $1.key }) {
                do throws(CompositionFailure) { _ = try LetterVersion(file: name, files: &files) } catch {
                    failures.append(error)
                }
            }
            return (nil, failures + (files.failures ?? []).filter { !failures.contains($0) }, error)
        }
    }

    /// What its authors wrote, by file: front matter and body of each version.
    package var texts: [(file: String, text: String)] {
        all.compactMap { version in
            files.contents[version.source.file].map { (version.source.file, String(decoding: $0, as: UTF8.self)) }
        }
    }

    package init(archive: [UInt8]) throws(CompositionFailure) {
        var files = try LetterFiles(archive: archive)
        try self.init(&files)
    }

    private init(_ files: inout LetterFiles) throws(CompositionFailure) {
        base = try LetterVersion(file: files.main, files: &files)
        var uses = base.uses
        var versions: [String: LetterVersion] = [:]
        for (language, name) in files.versions().sorted(by: { $0.key < $1.key }) {
            let version: LetterVersion
            do throws(CompositionFailure) { version = try LetterVersion(file: name, files: &files) } catch {
                try files.report(error)
                continue
            }
            versions[language] = version
            uses.append(PlaceholderUse(name: "subscriber.language", file: name, line: 1, hasDefault: true))
            uses += version.uses
        }
        self.versions = versions
        var seen: Set<String> = []
        // A name counts as lacking a default when any of its uses does.
        let bare = Set(uses.filter { !$0.hasDefault }.map(\.name))
        personalFields = uses.filter { use in
            (use.hasDefault ? !bare.contains(use.name) : true) && seen.insert(use.name).inserted
        }
        required = personalFields.filter { !$0.hasDefault }
        attributeNames = Set(
            personalFields.compactMap { use in
                let path = use.name.split(separator: ".")
                return path.count > 1 && path[0] == "attributes" ? String(path[1]) : nil
            })
        self.files = files
        archive = files.archive
        digest = Hex.encode(SHA256.hash(data: archive))
    }

    /// The same letter as a list's letters look.
    ///
    /// - Throws: where the list's logo cannot be read, and whatever reading the letter can throw.
    package func dressed(in look: LetterLook) throws(CompositionFailure) -> Letter {
        guard look != files.look else { return self }
        var files = files
        files.look = look
        return try Letter(&files)
    }

    /// For the boundaries, where the same letter is to give the same octets.
    package static let seed: UInt64 = 1

    /// Stands for the recipients in a plan: whatever depends on them shows as its placeholder.
    package var anybody: RecipientFields {
        var fields = RecipientFields(address: "{{subscriber.address}}", name: "{{subscriber.name}}")
        fields.unsubscribeURL = "{{unsubscribe.url}}"
        fields.confirmURL = "{{confirm.url}}"
        for use in personalFields where use.name.hasPrefix("attributes.") {
            let path = use.name.split(separator: ".").dropFirst().map(String.init)
            guard let first = path.first else { continue }
            let value = path.dropFirst().reversed().reduce(TemplateValue.string("{{\(use.name)}}")) {
                .object([$1: $0])
            }
            fields.attributes[first] = fields.attributes[first]?.merging(value) ?? value
        }
        return fields
    }

    /// The front matter's list: an address, or a list's name.
    package var list: String? { base.list }

    /// What it has versions in, beside its own, in order.
    package var languages: [String] { versions.keys.sorted() }

    /// What of a recipient stands in the header of their copy, in any of its versions.
    package var headNames: [String] { all.reduce(into: Set()) { $0.formUnion($1.headNames) }.sorted() }

    /// The files that travel in any of its versions, each once.
    package var travelling: [LetterAttachment] {
        var seen: Set<LetterAttachment> = []
        return all.flatMap(\.travelling).filter { seen.insert($0).inserted }
    }

    /// Whom From names, in each of its versions.
    package var authors: [Mailbox] {
        all.compactMap { version in version.from.flatMap { try? Mailbox(parsing: $0.address) } }
    }

    /// The placeholders that would show nothing to this recipient.
    package func missing(for recipient: RecipientFields) -> [PlaceholderUse] {
        let doubtful = required.filter { !recipient.surelyHas($0.name) }
        guard !doubtful.isEmpty else { return [] }
        let context = Self.context(recipient, nil, [:])
        return doubtful.filter { Self.value($0.name, in: context) == nil }
    }

    /// - Throws: the first placeholder that finds nothing and has no default: better no copy than one with gaps.
    package func expectComplete(for recipient: RecipientFields) throws(CompositionFailure) {
        guard let lacking = missing(for: recipient).first else { return }
        throw CompositionFailure(
            line: lacking.line,
            "\(lacking.file): {{\(lacking.name)}} finds nothing of this recipient and has no default "
                + "(line \(lacking.line)); write {{\(lacking.name)|something}}")
    }

    /// The message as an author would have written it, without Date, Message-ID, list fields and DKIM: `FinalMessage` adds
    /// these. The same letter, recipient and seed give the same octets.
    ///
    /// - Parameters:
    ///   - recipient: nil for everybody.
    ///   - list: whose address is written to To; nil takes the front matter's.
    ///   - seed: for the boundaries.
    ///   - to: who stands in To instead of the list: of a message that answers one person.
    /// - Throws: when the letter is personal and nobody is given; when neither letter nor list say from whom it is; the field
    ///   that a value would break.
    package func message(
        for recipient: RecipientFields?, list: ListIdentity?, now: Timestamp, seed: UInt64, to addressee: String? = nil,
        omittingReplyTo: Bool = false
    ) throws(CompositionFailure) -> [UInt8] {
        if recipient == nil, let use = personalFields.first {
            throw CompositionFailure(
                line: use.line, "\(use.file): {{\(use.name)}} is different for everybody; the letter needs a recipient")
        }
        let version = version(for: recipient?.language ?? list?.language)
        let context = Self.context(recipient, list, version.defaults)
        guard let to = addressee ?? list?.address.address ?? version.list, to.contains("@") else {
            throw CompositionFailure(
                line: 1, "the letter names no list's address; add list: announce@lists.example to its front matter")
        }
        // What a list says by itself comes from the list, also where several share the letter.
        let isOwn = addressee == nil || list == nil || version.from.map { list?.mayPost($0.address) == true } ?? false
        guard let from = (isOwn ? version.from : nil) ?? list?.sender else {
            throw CompositionFailure(
                line: 1, "there is no sender; add a line from: News <news@example.org> to the front matter")
        }
        do throws(HeaderValueFailure) {
            var header = HeaderWriter()
            try header.append("From", displayName: from.name, address: from.address)
            try header.append("To", displayName: nil, address: to)
            if let replyTo = version.replyTo, !omittingReplyTo {
                try header.append("Reply-To", displayName: replyTo.name, address: replyTo.address)
            }
            try header.append("Subject", text: version.subject(context))
            try header.append("MIME-Version", text: "1.0")
            if let language = version.language { try header.append("Content-Language", text: language) }
            try version.ownFields.write(context, to: &header)
            var writer = EntityWriter(seed: seed)
            return try writer.message(version.body(context, list?.footer), header: header)
        } catch {
            throw CompositionFailure("\(error.field): \(error.reason)")
        }
    }

    /// As one recipient would read it.
    package func content(for recipient: RecipientFields, list: ListIdentity?) -> LetterContent {
        let version = version(for: recipient.language ?? list?.language)
        return version.content(Self.context(recipient, list, version.defaults), list?.footer)
    }

    /// All its versions, as this recipient would read them.
    func contents(
        for recipient: RecipientFields, list: ListIdentity?
    ) -> [(source: LetterSource, content: LetterContent)] {
        all.map { ($0.source, $0.content(Self.context(recipient, list, $0.defaults), list?.footer)) }
    }

    /// Those of its versions that say whom they are from.
    var senders: [(source: LetterSource, sender: (name: String?, address: String))] {
        all.compactMap { version in version.from.map { (version.source, $0) } }
    }

    var sources: [LetterSource] { all.map(\.source) }

    private var all: [LetterVersion] { [base] + versions.sorted { $0.key < $1.key }.map(\.value) }

    private func version(for language: String?) -> LetterVersion {
        guard let language = language?.lowercased() else { return base }
        if let exact = versions[language] { return exact }
        return language.split(separator: "-").first.flatMap { versions[String($0)] } ?? base
    }
}
