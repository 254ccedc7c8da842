/// The addresses in a letter's HTML: pictures beside the letter travel within it, what readers say of themselves leads
/// nowhere harmful, and what would go out broken is remarked upon.
///
/// Only what is found in tags, style sheets, and Office's conditional comments is an address; text that looks like one,
/// in comments, scripts or between tags, stays as it is.
struct LetterMarkup {
    /// For `LetterLint`.
    struct Remark: Sendable {
        let check: String
        /// As the letter has it.
        let text: String
        let problem: String
        let remedy: String
    }

    /// In the form that `TemplateText.written` gives.
    private(set) var html: String
    private(set) var remarks: [Remark] = []
    private(set) var images = LetterImages()
    private(set) var files: LetterFiles
    private let file: String
    private let front: FrontMatter
    private let bytes: [UInt8]
    private var edits = MarkupEdits()
    /// What has been remarked upon.
    private var seen: Set<String> = []

    /// - Parameters:
    ///   - html: in the form that `TemplateText.written` gives.
    ///   - front: says on which line an address stands.
    ///   - files: where pictures are looked for.
    init(_ html: String, file: String, front: FrontMatter, files: LetterFiles) throws(CompositionFailure) {
        self.html = html
        self.file = file
        self.front = front
        self.files = files
        bytes = Array(html.utf8)
        try take(HTMLTokenizer.tokens(bytes), isInComment: false)
        if !edits.isEmpty { self.html = String(decoding: edits.applied(to: bytes), as: UTF8.self) }
    }

    private mutating func take(_ tokens: [HTMLToken], isInComment: Bool) throws(CompositionFailure) {
        for token in tokens {
            switch token.kind {
            case .startTag:
                for attribute in token.attributes where attribute.value != nil { try take(attribute, of: token) }
                if token.name == "img" { size(token) }
            case .rawText where token.name == "style": try takeSheet(token.range)
            case .comment where !isInComment:
                let body = token.commentBody(in: bytes)
                guard bytes[body].drop(while: \.isMarkupSpace).starts(with: "[if".utf8) else { continue }
                try take(HTMLTokenizer.tokens(bytes, in: body), isInComment: true)
            default: continue
            }
        }
    }

    // MARK: - Attributes

    private mutating func take(_ attribute: HTMLAttribute, of tag: HTMLToken) throws(CompositionFailure) {
        guard let range = attribute.value else { return }
        let kind = AddressAttribute.kind(of: attribute.name, on: tag, bytes)
        let old = attribute.text(in: bytes)
        var text = old
        switch kind {
        case nil where attribute.name == "style":
            text = PlaceholderAddress.guarded(inStyle: text)
            let octets = Array(text.utf8)
            var changes = MarkupEdits()
            for change in try addresses(octets, in: 0..<octets.count) {
                changes.replace(change.range, with: change.text)
            }
            text = String(decoding: changes.applied(to: octets), as: UTF8.self)
        case nil: break
        case .pictures: text = try sourceSet(text)
        case .picture, .link, .resource: text = try address(text, kind, tag)
        }
        let hasPlaceholder = bytes[range].firstRange(of: [0x7B, 0x7B] as [UInt8]) != nil
        // Without quotation marks a value with a blank would be several attributes.
        guard text != old || hasPlaceholder && attribute.quote == nil else { return }
        edits.replace(attribute.range, with: attribute.written(text, in: bytes))
    }

    private mutating func address(
        _ text: String, _ kind: AddressAttribute?, _ tag: HTMLToken
    ) throws(CompositionFailure) -> String {
        let hasPlaceholder = text.utf8.firstRange(of: "{{".utf8) != nil
        if hasPlaceholder, text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
            return PlaceholderAddress.guarded(text)
        }
        let isRelative = if case .relative = AddressForm(text) { true } else { false }
        if kind == .resource, tag.name == "link", tag.attribute("rel")?.text(in: bytes).lowercased() == "stylesheet" {
            remark(
                "style", text, "mail programs do not load the style sheet", "write it within <style>, and it is inlined"
            )
        } else if isRelative {
            if kind == .picture, !hasPlaceholder {
                let known = files.failures?.count
                if let id = try contentID(text, isSurely: true) { return "cid:" + id }
                // It has been said.
                guard files.failures?.count == known else { return text }
            }
            remark(
                "relative", text, "the address leads nowhere in a message",
                kind == .picture
                    ? "name a picture beside the letter, or an address, https://..." : "give it an address, https://..."
            )
        }
        return hasPlaceholder ? PlaceholderAddress.guarded(text) : text
    }

    /// Outlook shows a picture as large as its file, unless attributes say otherwise.
    private mutating func size(_ tag: HTMLToken) {
        guard tag.attribute("height") == nil, let source = tag.attribute("src")?.text(in: bytes),
            let size = images.size(of: source)
        else { return }
        let style = tag.attribute("style")?.text(in: bytes).lowercased() ?? ""
        // Where a style narrows it, only one that says so lets its height follow.
        guard style.utf8.firstRange(of: "height:auto".utf8) != nil else {
            let isSized = tag.attribute("width") != nil || style.utf8.firstRange(of: "width".utf8) != nil
            if !isSized, size.width <= files.look.width {
                edits.replace(tag.nameEnd..<tag.nameEnd, with: " width=\"\(size.width)\"")
            }
            return
        }
        let width = tag.attribute("width")?.text(in: bytes)
        let shown = size.fitted(to: width.flatMap { Int($0) } ?? files.look.width - 2 * LetterStyle.padding)
        let text = width == nil ? " width=\"\(shown.width)\"" : ""
        guard width == nil || Int(width ?? "") == shown.width else { return }
        edits.replace(tag.nameEnd..<tag.nameEnd, with: "\(text) height=\"\(shown.height)\"")
    }

    private mutating func sourceSet(_ text: String) throws(CompositionFailure) -> String {
        let octets = Array(text.utf8)
        var changes = MarkupEdits()
        for range in SourceSet.addresses(in: text) {
            let address = String(decoding: octets[range], as: UTF8.self)
            if address.utf8.firstRange(of: "{{".utf8) != nil {
                changes.replace(range, with: PlaceholderAddress.guarded(address))
            } else if case .relative = AddressForm(address), let id = try contentID(address, isSurely: true) {
                changes.replace(range, with: "cid:" + id)
            }
        }
        return String(decoding: changes.applied(to: octets), as: UTF8.self)
    }

    // MARK: - Style sheets

    private mutating func takeSheet(_ range: Range<Int>) throws(CompositionFailure) {
        for change in try addresses(bytes, in: range) { edits.replace(change.range, with: change.text) }
    }

    private mutating func addresses(
        _ octets: [UInt8], in range: Range<Int>
    ) throws(CompositionFailure) -> [(range: Range<Int>, text: String)] {
        try CSSAddresses.changed(octets, in: range) { address throws(CompositionFailure) in
            if address.utf8.firstRange(of: "{{".utf8) != nil {
                let guarded = PlaceholderAddress.guarded(address)
                return guarded == address ? nil : guarded
            }
            guard case .relative = AddressForm(address) else { return nil }
            if let id = try contentID(address, isSurely: false) { return "cid:" + id }
            remark(
                "relative", address, "the style sheet's address leads nowhere in a message",
                "give it an address, https://...")
            return nil
        }
    }

    private mutating func contentID(_ address: String, isSurely: Bool) throws(CompositionFailure) -> String? {
        let trimmed = String(decoding: Array(address.utf8).trimmed, as: UTF8.self)
        guard !trimmed.utf8.starts(with: "//".utf8) else { return nil }
        return try images.contentID(of: trimmed, isSurely: isSurely, file, &files, front)
    }

    private static let mostRemarks = 100

    private mutating func remark(_ check: String, _ text: String, _ problem: String, _ remedy: String) {
        guard remarks.count < Self.mostRemarks, seen.insert(text).inserted else { return }
        remarks.append(Remark(check: check, text: text, problem: "\(text): \(problem)", remedy: remedy))
    }
}

extension [UInt8] {
    fileprivate var trimmed: ArraySlice<UInt8> {
        let start = drop(while: \.isMarkupSpace)
        return start.dropLast(start.reversed().prefix(while: \.isMarkupSpace).count)
    }
}
