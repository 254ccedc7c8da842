import FanmailBasics
import SMTPCore

extension MendedField {
    mutating func appendAddresses(
        _ pieces: [FieldScanner.Piece], _ name: String
    ) throws(MendedFieldFailure) {
        for element in Self.elements(pieces) {
            if let angle = element.pieces.firstIndex(where: { if case .angle = $0.kind { true } else { false } }) {
                appendPhrase(element.pieces[..<angle])
                try append(address: element.pieces[angle], name)
                for piece in element.pieces[(angle + 1)...] { try appendToken(piece, name) }
            } else if element.end == UInt8(ascii: ":") {
                appendPhrase(element.pieces)
            } else {
                try appendBareAddress(element.pieces, name)
            }
            if let end = element.end { output.append([end], after: element.blanks) }
        }
    }

    mutating func appendPhrases(_ pieces: [FieldScanner.Piece], _ name: String) throws(MendedFieldFailure) {
        for element in Self.elements(pieces) {
            appendPhrase(element.pieces)
            if let end = element.end { output.append([end], after: element.blanks) }
        }
    }

    private typealias Element = (pieces: ArraySlice<FieldScanner.Piece>, end: UInt8?, blanks: ArraySlice<UInt8>)

    /// What stands between commas, semicolons and colons, and what ends it.
    private static func elements(_ pieces: [FieldScanner.Piece]) -> [Element] {
        var elements: [Element] = []
        var start = 0
        for (at, piece) in pieces.enumerated() {
            guard case .separator(let end) = piece.kind else { continue }
            // The colon of a name that lacks its quotes ends nothing that an address could stand behind.
            elements.append((pieces[start..<at], end, piece.blanks))
            start = at + 1
        }
        if start < pieces.count { elements.append((pieces[start...], nil, [])) }
        return elements
    }

    private mutating func appendPhrase(_ pieces: ArraySlice<FieldScanner.Piece>) {
        let isWhole = pieces.allSatisfy { if case .comment = $0.kind { false } else { true } }
        let lacksQuotes = pieces.contains {
            if case .word = $0.kind { $0.raw.contains(UInt8(ascii: "@")) } else { false }
        }
        if lacksQuotes, isWhole, !pieces.contains(where: \.isBeyondASCII) {
            let text = pieces.map { String(decoding: $0.content, as: UTF8.self) }.joined(separator: " ")
            return output.append(UnquotedName.quoted(text).utf8, after: [0x20], mayBreak: true)
        }
        var words: [(ArraySlice<UInt8>, [UInt8], [UInt8])] = []
        for piece in pieces {
            if case .comment = piece.kind {
                append(words)
                words = []
                appendComment(piece)
            } else if case .word = piece.kind, lacksQuotes, !piece.isBeyondASCII {
                words.append(
                    (
                        piece.blanks, piece.content,
                        Array(UnquotedName.quoted(String(decoding: piece.raw, as: UTF8.self)).utf8)
                    ))
            } else {
                words.append((piece.blanks, piece.content, Array(piece.raw)))
            }
        }
        append(words)
    }

    /// `<local@domain>`.
    private mutating func append(
        address piece: FieldScanner.Piece, _ name: String
    ) throws(MendedFieldFailure) {
        guard piece.isBeyondASCII else { return output.append(piece.raw, after: piece.blanks, mayBreak: true) }
        let inner = piece.raw.dropFirst().dropLast().filter { !$0.isBlank }
        let address = try mended(String(decoding: inner, as: UTF8.self), name)
        output.append("<\(address)>".utf8, after: piece.blanks, mayBreak: true)
    }

    private mutating func appendBareAddress(
        _ pieces: ArraySlice<FieldScanner.Piece>, _ name: String
    ) throws(MendedFieldFailure) {
        let words = pieces.filter { if case .comment = $0.kind { false } else { true } }
        let isBeyondASCII = words.contains(where: \.isBeyondASCII)
        var isWritten = false
        for piece in pieces {
            if case .comment = piece.kind {
                appendComment(piece)
            } else if !isBeyondASCII {
                output.append(piece.raw, after: piece.blanks, mayBreak: !isWritten)
                isWritten = true
            } else if !isWritten {
                isWritten = true
                let address = try mended(words.map { String(decoding: $0.raw, as: UTF8.self) }.joined(), name)
                output.append(address.utf8, after: piece.blanks, mayBreak: true)
            }
        }
    }

    /// An address beyond ASCII, with its domain in A-labels.
    private mutating func mended(_ address: String, _ name: String) throws(MendedFieldFailure) -> String {
        guard let mailbox = try? Mailbox(parsing: address) else {
            throw MendedFieldFailure(
                line: 0, "\(name): \(address) goes beyond ASCII and is no address that mail can go to; correct it")
        }
        if mailbox.needsSMTPUTF8 { addressBeyondASCII = addressBeyondASCII ?? mailbox.address }
        return mailbox.address
    }

    mutating func appendLinks(_ pieces: [FieldScanner.Piece]) throws(MendedFieldFailure) {
        for piece in pieces {
            switch piece.kind {
            case .angle where piece.isBeyondASCII:
                output.append(Self.percentEncoded(piece.raw), after: piece.blanks, mayBreak: true)
            case .angle, .separator: output.append(piece.raw, after: piece.blanks, mayBreak: true)
            case .comment: appendComment(piece)
            case .word, .quoted: append([(piece.blanks, piece.content, Array(piece.raw))])
            }
        }
    }

    /// Octets beyond ASCII as in URLs (RFC 3986, 2.1) and RFC 2231.
    private static func percentEncoded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.flatMap { byte in
            byte < 0x80 ? [byte] : Array("%\(Hex.upper(byte))".utf8)
        }
    }

    mutating func appendTokens(_ pieces: [FieldScanner.Piece], _ name: String) throws(MendedFieldFailure) {
        for piece in pieces { try appendToken(piece, name) }
    }

    private mutating func appendToken(_ piece: FieldScanner.Piece, _ name: String) throws(MendedFieldFailure) {
        if case .comment = piece.kind { return appendComment(piece) }
        guard !piece.isBeyondASCII else {
            throw MendedFieldFailure(
                line: 0, "the \(name) field goes beyond ASCII where nothing can encode it; write it in ASCII")
        }
        if case .angle = piece.kind { return output.append(piece.raw, after: piece.blanks, mayBreak: true) }
        output.append(piece.raw, after: piece.blanks)
    }

    // MARK: - Parameters

    mutating func appendParameters(
        _ pieces: [FieldScanner.Piece], _ name: String
    ) throws(MendedFieldFailure) {
        let elements = pieces.split(omittingEmptySubsequences: false) {
            if case .separator(UInt8(ascii: ";")) = $0.kind { true } else { false }
        }
        let names = elements.dropFirst().map(Self.parameterName)
        for (index, element) in elements.enumerated() {
            if index > 0 {
                // `name*` says the same better (RFC 2231, 4).
                let own = names[index - 1]
                let isSaidTwice =
                    element.contains(where: \.isBeyondASCII) && !own.contains("*")
                    && names.contains { $0.hasPrefix("\(own)*") }
                if isSaidTwice { continue }
                output.append([UInt8(ascii: ";")], after: [])
                if try appendParameter(element, own) { continue }
            }
            for piece in element { try appendToken(piece, name) }
        }
    }

    private static func parameterName(_ element: ArraySlice<FieldScanner.Piece>) -> String {
        let text = element.first { if case .word = $0.kind { true } else { false } }?.raw ?? []
        return String(decoding: text.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self).lowercased()
    }

    /// - Returns: false when it can stand as it is.
    private mutating func appendParameter(
        _ element: ArraySlice<FieldScanner.Piece>, _ name: String
    ) throws(MendedFieldFailure) -> Bool {
        let words = element.filter { if case .comment = $0.kind { false } else { true } }
        let size = words.reduce(0) { $0 + $1.raw.count }
        guard words.contains(where: \.isBeyondASCII) || size > Self.longestWord, !name.isEmpty else { return false }
        var value = words.enumerated().reduce(into: [UInt8]()) { value, word in
            value += (word.offset == 0 ? [] : Array(word.element.blanks)) + word.element.content
        }
        guard value.starts(with: name.utf8, by: { $0 | 0x20 == $1 | 0x20 }), let sign = value.firstIndex(of: 0x3D)
        else { return false }
        value = Array(value[(sign + 1)...].drop(while: \.isBlank))
        if name.contains("*") {
            output.append("\(name)=".utf8 + Self.percentEncoded(value), after: [0x20])
        } else {
            let value = String(decoding: value.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
            for (index, piece) in HeaderWriter.pieces(name, value).enumerated() {
                if index > 0 { output.append([UInt8(ascii: ";")], after: []) }
                output.append(piece.utf8, after: [0x20])
            }
        }
        for case let piece in element {
            if case .comment = piece.kind { appendComment(piece) }
        }
        return true
    }
}
