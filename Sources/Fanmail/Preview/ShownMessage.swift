package import Composition
import FanmailMIME

/// A message as a program for mail shows it: its fields in words, the text, pictures and files.
package struct ShownMessage: Sendable {
    /// A field, decoded and in one line.
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    private static let deepest = 8
    private static let mostParts = 1000
    /// Characters of a preheader that are shown beside the subject.
    private static let longestPreheader = 140

    /// In order.
    package private(set) var fields: [Field] = []
    /// Nil for a letter of plain text.
    package private(set) var html: String?
    package private(set) var plain: String?
    /// What the HTML names with `cid:`.
    package private(set) var images: [LetterContent.Image] = []
    /// What is attached.
    package private(set) var files: [LetterAttachment] = []

    package init(_ message: [UInt8]) {
        if let header = try? HeaderSection(message) {
            fields = header.fields.map { Field(name: $0.name, value: EncodedWord.decode($0.value)) }
        }
        take(message, depth: 0)
    }

    /// The first field of that name.
    package func value(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    package var subject: String { value("Subject") ?? "" }

    /// As an inbox shows whom it is from: the name, or the address where there is none.
    package var sender: String {
        let from = value("From") ?? ""
        guard let entry = (try? AddressList(from))?.entries.first else { return from }
        let name = entry.displayName.map { EncodedWord.decode($0) } ?? ""
        return name.isEmpty ? entry.address : name
    }

    /// What an inbox shows beside the subject: the first words of the letter.
    package var preheader: String {
        let text =
            html.map { ShownHTML($0).text }
            ?? (plain ?? "").split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        return text.count > Self.longestPreheader ? text.prefix(Self.longestPreheader) + "…" : text
    }

    // MARK: - Parts

    private mutating func take(_ entity: [UInt8], depth: Int) {
        guard depth <= Self.deepest, let header = try? HeaderSection(entity) else { return }
        let fields = EntityFields(header)
        let body = entity[header.bodyStart...]
        if fields.type == "multipart", let boundary = fields.boundary {
            for part in Multipart.parts(of: body, boundary: boundary, most: Self.mostParts) {
                take(Array(entity[part]), depth: depth + 1)
            }
            return
        }
        guard let octets = TransferDecoding.decoded(body, fields) else { return }
        let disposition = FieldParameters(header.first("Content-Disposition")?.value ?? "")
        if let id = header.first("Content-ID")?.value.filter({ $0 != "<" && $0 != ">" }), fields.type == "image" {
            images.append(.init(contentID: id, type: "\(fields.type)/\(fields.subtype)", octets: Array(octets)))
        } else if disposition.token == "attachment" || fields.type != "text" {
            files.append(
                LetterAttachment(
                    name: disposition["filename"] ?? "file", type: "\(fields.type)/\(fields.subtype)",
                    size: octets.count))
        } else {
            take(text: Array(octets), fields, header)
        }
    }

    private mutating func take(text octets: [UInt8], _ fields: EntityFields, _ header: HeaderSection) {
        let text = CharsetText.decode(octets[...], fields.charset).replacingOctets("\r\n", with: "\n")
        if fields.subtype == "html" {
            html = (html ?? "") + text
        } else {
            let isFlowed = header.first("Content-Type")?.value.lowercased().contains("format=flowed") == true
            plain = (plain.map { $0 + "\n" } ?? "") + (isFlowed ? Self.unfolded(text) : text)
        }
    }

    /// Paragraphs of format=flowed on one line each (RFC 3676, 4).
    private static func unfolded(_ text: String) -> String {
        var lines: [String] = []
        var isOpen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let shown = line.hasPrefix(" ") ? line.dropFirst() : line
            if isOpen { lines[lines.count - 1] += shown } else { lines.append(String(shown)) }
            isOpen = shown.hasSuffix(" ") && shown != "-- "
        }
        return lines.joined(separator: "\n")
    }
}
