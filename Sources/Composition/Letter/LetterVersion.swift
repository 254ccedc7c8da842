import Crypto
import FanmailBasics
import FanmailMIME
import Foundation
import SMTPCore

/// A letter in one language, compiled.
struct LetterVersion: Sendable {
    let language: String?
    /// Nil: the list's.
    let from: (name: String?, address: String)?
    let replyTo: (name: String?, address: String)?
    /// As the front matter names it.
    let list: String?
    let defaults: [String: String]
    let uses: [PlaceholderUse]
    let source: LetterSource
    let ownFields: OwnFields
    /// The personal placeholders of its subject and of its own fields.
    let headNames: Set<String>
    private let subject: LetterTemplate
    private let html: LetterTemplate?
    private let plain: LetterTemplate?
    private let images: [Entity]
    private let attachments: [Entity]

    init(file: String, files: inout LetterFiles) throws(CompositionFailure) {
        guard let source = try files.text(file) else {
            let near = FileGuess.near(file).map { "is \($0) meant?" } ?? "name a letter's file"
            throw CompositionFailure(.noFile, "there is no letter \(file) that can be read; \(near)")
        }
        let front = try FrontMatter(source, file: file) { failure throws(CompositionFailure) in
            try files.report(failure)
        }
        let written = front["subject"] ?? ""
        if written.isEmpty {
            try files.report(
                CompositionFailure(
                    line: 1, "\(file): there is no subject; add a line subject: Hello to the front matter"))
        }
        from = try Self.address("from", front, file, &files)
        replyTo = try Self.address("reply-to", front, file, &files)
        list = front["list"]
        language = front["language"]
        defaults = front.defaults
        var scan = PlaceholderScan(defaults: front.defaults, gathersFailures: files.failures != nil)
        let direction = front["direction"] ?? Self.direction(of: front["language"])
        let style = LetterStyle(files.look, language: front["language"], isRightToLeft: direction == "rtl")
        var partials = LetterPartials(style)
        let title = try TemplateText(written, file: file, firstLine: front.line("subject"))
        try scan.take(title, file: file)
        let ofSubject = scan.uses
        let preheader = try TemplateText(front["preheader"] ?? "", file: file, firstLine: front.line("preheader"))
        try scan.take(preheader, file: file)
        let beforeFields = scan.uses.count
        ownFields = try OwnFields(front, file: file, scan: &scan)
        headNames = Set((ofSubject + scan.uses[beforeFields...]).map(\.name))
        let format = try LetterFormat(file)
        if format == .markdown { try MarkdownBounds.expect(front.body, file: file, firstLine: front.bodyLine) }
        let body = try TemplateText(
            front.body, file: file, firstLine: front.bodyLine,
            literal: format == .markdown ? MarkdownMark.brackets(inCodeOf: front.body) : [])
        try scan.take(body, file: file)
        try partials.take(body, from: &files, scan: &scan)

        var content: (html: String?, plain: String?)
        var plainFile: String?
        switch format {
        case .markdown:
            let markdown = try Markdown(body, file: file)
            content = (StyledContent.html(markdown.html, style), markdown.plain)
        case .html:
            content = (body.written(escape: EscapedHTML.escaped), nil)
            for beside in LetterFormat.plainText(beside: file) {
                guard let text = try files.text(beside) else { continue }
                let template = try TemplateText(text, file: beside)
                try scan.take(template, file: beside)
                try partials.take(template, from: &files, scan: &scan)
                content.plain = template.written()
                plainFile = beside
                break
            }
        case .plain: content = (nil, body.written())
        }
        var images = LetterImages()
        var remarks: [LetterMarkup.Remark] = []
        var kept: [StyleSheet.Kept] = []
        if let inner = content.html {
            let layout = try Self.layout(front, inner, file, style, &files)
            try scan.take(layout.text, file: layout.file, isLayout: true)
            try partials.take(layout.text, from: &files, scan: &scan)
            let pieces = [
                "subject": title.written(text: EscapedHTML.escaped, escape: EscapedHTML.escaped),
                "preheader": preheader.written(text: EscapedHTML.escaped, escape: EscapedHTML.escaped),
                "language": TemplateText.literal(EscapedHTML.escaped(front["language"] ?? "en")),
                "direction": TemplateText.literal(EscapedHTML.escaped(direction)),
                "content": inner,
                "logo": TemplateText.literal(try Self.logo(style, &files)),
                "accent": style.look.accent.description,
                "font": TemplateText.literal(style.font),
                "width": String(style.look.width),
            ]
            let whole = layout.text.written(
                escape: EscapedHTML.escaped,
                replace: { tag in [.variable, .unescaped].contains(tag.kind) ? pieces[tag.name] : nil })
            let footed = Self.withFooter(whole)
            let styled = try StyleInliner(try partials.expanded(html: footed, file), file: file)
            kept = styled.kept
            let markup = try LetterMarkup(styled.html, file: file, front: front, files: files)
            (files, images, remarks) = (markup.files, markup.images, markup.remarks)
            content.html = markup.html
        }
        subject = try LetterTemplate(title.written(), isHTML: false, file)
        html = try content.html.map { text throws(CompositionFailure) in
            try LetterTemplate(text, isHTML: true, file)
        }
        plain = try content.plain.map { text throws(CompositionFailure) in
            try LetterTemplate(try partials.expanded(plain: text, file), isHTML: false, file)
        }
        self.images = images.entities
        var attachments: [Entity] = []
        for name in front.attachments {
            guard let octets = try files.find(name) else {
                try files.report(
                    CompositionFailure(
                        line: 1, "\(file): the attachment \(name) cannot be read; put it beside the letter"))
                continue
            }
            let last = name.split(separator: "/").last.map(String.init) ?? name
            attachments.append(.file(type: MediaType.of(last), name: last, contentID: nil, octets: octets))
        }
        self.attachments = attachments
        for failure in scan.failures { try files.report(failure) }
        uses = scan.uses
        self.source = LetterSource(
            file: file, subject: written, subjectLine: front.line("subject"),
            fromLine: front.line("from"), preheader: front["preheader"] ?? "",
            body: front.body, bodyLine: front.bodyLine, template: body,
            format: format, plainFile: plainFile, remarks: remarks, kept: kept,
            namesLeaving: scan.names.contains("list.unsubscribe") || scan.names.contains("unsubscribe.url"))
    }

    /// Its pictures, then its attachments.
    var travelling: [LetterAttachment] {
        (images + attachments).compactMap { entity in
            guard case .file(let type, let name, _, let octets) = entity else { return nil }
            return LetterAttachment(name: name, type: type, size: octets.count)
        }
    }

    func subject(_ context: [String: Any]) -> String { subject.render(context).inOneLine }

    /// - Parameter footer: the list's; in the HTML it is a value of the context.
    func content(_ context: [String: Any], _ footer: MessageFooter?) -> LetterContent {
        LetterContent(
            subject: subject(context), html: html?.render(context),
            plain: plain.map { $0.render(context).collapsingEmptyLines + (footer?.lines ?? "") },
            images: images.compactMap { entity in
                guard case .file(let type, _, let id?, let octets) = entity else { return nil }
                return LetterContent.Image(contentID: id, type: type, octets: octets)
            })
    }

    func body(_ context: [String: Any], _ footer: MessageFooter?) -> Entity {
        var parts: [Entity] = []
        if let plain {
            let text = plain.render(context).collapsingEmptyLines
            // The list's lines stay as the list broke them.
            let whole = FlowedText.encode(text) + (footer?.lines ?? "")
            parts.append(.text(subtype: "plain", text: whole, isFlowed: true))
        }
        if let html {
            let shown = Entity.text(subtype: "html", text: html.render(context))
            parts.append(images.isEmpty ? shown : .parts(subtype: "related", [shown] + images))
        }
        let body = parts.count == 1 ? parts[0] : .parts(subtype: "alternative", parts)
        return attachments.isEmpty ? body : .parts(subtype: "mixed", [body] + attachments)
    }

    private static func layout(
        _ front: FrontMatter, _ content: String, _ file: String, _ style: LetterStyle, _ files: inout LetterFiles
    ) throws(CompositionFailure) -> (text: TemplateText, file: String) {
        let isPage = content.utf8.map(\.lowercase).firstRange(of: Array("<html".utf8)) != nil
        let name = front["layout"] ?? (isPage ? "none" : "default")
        if name == "none" { return (try TemplateText("{{{content}}}", file: file), file) }
        let path = "layouts/\(name).html"
        if let own = try files.text(path) {
            let text = try TemplateText(own, file: path)
            guard text.tags.contains(where: { $0.kind == .unescaped && $0.name == "content" }) else {
                throw CompositionFailure(line: 1, "\(path): there is no {{{content}}}; write it where the letter goes")
            }
            return (text, path)
        }
        guard name == "default" else {
            throw CompositionFailure(
                line: front.line("layout"),
                "\(file): there is no layout \(name); write templates/\(path), or layout: none")
        }
        let page = LetterLayout.page(style, for: content, hasPreheader: !(front["preheader"] ?? "").isEmpty)
        return (try TemplateText(page, file: "the default layout"), "the default layout")
    }

    private static func logo(
        _ style: LetterStyle, _ files: inout LetterFiles
    ) throws(CompositionFailure) -> String {
        var width = style.look.logoWidth
        for name in style.look.logos where !name.hasPrefix("https://") {
            guard let octets = try files.find(name) else {
                throw CompositionFailure(
                    "the list's logo \(name) cannot be read; put it into the folder templates, or name it by https://")
            }
            guard PictureType.of(octets) != nil else {
                throw CompositionFailure(
                    "the list's logo \(name) is no image that mail programs show; use PNG, JPEG, GIF or WebP")
            }
            if width == nil { width = PictureSize(octets).map { min($0.width, Self.usualLogo) } }
        }
        return LetterLayout.logo(style, width: width)
    }

    /// How wide a logo is that nobody has said a width of, at most, in pixels.
    private static let usualLogo = 200

    /// With a place for the list's footer, where the layout names none: at the end of the page.
    private static func withFooter(_ html: String) -> String {
        let place = "{{&footer}}"
        guard html.utf8.firstRange(of: place.utf8) == nil else { return html }
        let bytes = Array(html.utf8)
        let end = HTMLTokenizer.tokens(bytes).last { $0.kind == .endTag && $0.name == "body" }
        let at = end?.range.lowerBound ?? bytes.count
        return String(decoding: bytes[..<at] + Array(place.utf8) + bytes[at...], as: UTF8.self)
    }

    private static func address(
        _ key: String, _ front: FrontMatter, _ file: String, _ files: inout LetterFiles
    ) throws(CompositionFailure) -> (name: String?, address: String)? {
        guard let text = front[key] else { return nil }
        guard let entries = try? AddressList(text).entries, entries.count == 1, let entry = entries.first,
            let mailbox = try? Mailbox(parsing: entry.address), mailbox.address.utf8.allSatisfy({ $0 < 0x80 })
        else {
            try files.report(
                CompositionFailure(
                    line: front.line(key), "\(file): \(key) takes one address, such as News <news@example.org>"))
            return nil
        }
        return (entry.displayName, mailbox.address)
    }

    private static func direction(of language: String?) -> String {
        let primary = LanguageTag.primary(language) ?? ""
        return ["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"].contains(primary) ? "rtl" : "ltr"
    }
}

extension String {
    /// As a header field has it: a reader's own data may hold line ends and other controls, which become a space.
    var inOneLine: String {
        func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }
        guard utf8.contains(where: isControl) else { return self }
        let words = utf8.split(whereSeparator: isControl)
        return words.map { String(Substring($0)) }.joined(separator: " ")
    }

    /// What sections leave behind: at most one empty line in a row, none at the ends.
    fileprivate var collapsingEmptyLines: String {
        var text = self
        return text.withUTF8 { bytes in
            var output: [UInt8] = []
            output.reserveCapacity(bytes.count + 1)
            var start = 0
            var isOwed = false
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
                if bytes[start..<end].allSatisfy({ $0 == 0x20 }) {
                    isOwed = !output.isEmpty
                } else {
                    if isOwed { output.append(0x0A) }
                    isOwed = false
                    output.append(contentsOf: bytes[start..<end])
                    output.append(0x0A)
                }
                start = end + 1
            }
            if output.isEmpty { output.append(0x0A) }
            return String(decoding: output, as: UTF8.self)
        }
    }
}
