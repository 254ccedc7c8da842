import Composition
import Fanmail
import FanmailSettings
import FanmailTerminal

extension MessageFile {
    /// What a file holds.
    enum Content {
        /// A finished message.
        case message([UInt8])
        /// `.md`, `.html`, or `.txt` with front matter.
        case letter(Letter)

        /// Of a finished message; the copies of a letter are marked when they are made.
        var markedAsTest: Content {
            if case .message(let bytes) = self { .message(TestMark.marked(bytes)) } else { self }
        }
    }

    /// - Parameters:
    ///   - path: - for standard input.
    ///   - settings: also those of flags.
    /// - Returns: what is in it, and its name for messages.
    static func content(_ path: String, _ settings: Configuration) throws -> (content: Content, name: String) {
        let place = Place(argument: path)
        let bytes = try read(place)
        let end = path.split(separator: ".").last?.lowercased() ?? ""
        guard ["md", "markdown", "html", "htm", "txt"].contains(end) else { return (.message(bytes), place.name) }
        if end == "txt", !bytes.starts(with: "---\n".utf8), !bytes.starts(with: "---\r\n".utf8) {
            return (.message(bytes), place.name)
        }
        return (.letter(try letter(path, settings)), place.name)
    }

    /// - Parameter settings: also those of flags: what they name as secret does not travel.
    static func letter(_ path: String, _ settings: Configuration) throws(FanmailFailure) -> Letter {
        try LetterReader(settings).letter(path)
    }
}

extension PostOffice {
    func prepare(_ content: MessageFile.Content, named name: String, segment: String?) throws -> PreparedMailing {
        switch content {
        case .message(let bytes): try prepare(bytes, named: name, segment: segment)
        case .letter(let letter): try prepare(letter, named: name, segment: segment)
        }
    }
}
