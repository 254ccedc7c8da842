import FanmailBasics
import Foundation

/// The files a letter is made of, read from a folder or from an archive of them.
struct LetterFiles {
    /// All together, in octets.
    static let largest = 25 << 20
    private static let magic = Array("fanmail letter 1\n".utf8)

    private(set) var contents: [String: [UInt8]] = [:]
    var look = LetterLook()
    private var total = 0
    private var isAlone = false
    /// What is wrong, where all of it is asked for; nil: the first of it is thrown.
    private(set) var failures: [CompositionFailure]?
    private static let mostFailures = 100
    /// Nil: only what the archive holds.
    private let folders: LetterFolders?
    /// Where the letter lies.
    private let folder: String
    let main: String

    /// - Parameters:
    ///   - others: folders that the settings name.
    ///   - secrets: files that the settings name, and that never travel.
    ///   - secretTexts: passwords, as ``Letter`` has them.
    init(
        file: String, templates: String?, others: [String] = [], secrets: [String] = [], secretTexts: [String] = []
    ) {
        let url = URL(fileURLWithPath: file)
        main = url.lastPathComponent
        folder = url.deletingLastPathComponent().path
        folders = LetterFolders(
            [folder] + [templates].compactMap(\.self) + others, secrets: secrets, secretTexts: secretTexts)
    }

    /// - Throws: where the archive ends too early.
    init(archive: [UInt8]) throws(CompositionFailure) {
        let broken = CompositionFailure("the kept letter is damaged; send the mailing anew from its file")
        guard archive.count <= Self.largest * 2, archive.starts(with: Self.magic) else { throw broken }
        folders = nil
        folder = ""
        var rest = archive[Self.magic.count...]
        func bytes() throws(CompositionFailure) -> ArraySlice<UInt8> {
            guard rest.count >= 4 else { throw broken }
            let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard rest.count >= count else { throw broken }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        main = String(decoding: try bytes(), as: UTF8.self)
        while !rest.isEmpty {
            let name = String(decoding: try bytes(), as: UTF8.self)
            let octets = Array(try bytes())
            if name == LetterLook.archiveName { look = LetterLook(archived: octets) } else { contents[name] = octets }
        }
    }

    var archive: [UInt8] {
        var result = Self.magic
        func append(_ bytes: some Collection<UInt8>) {
            for shift in [24, 16, 8, 0] { result.append(UInt8(truncatingIfNeeded: bytes.count >> shift)) }
            result += bytes
        }
        append(Array(main.utf8))
        var contents = contents
        // A letter of a list that chose nothing is the same as ever.
        if look != LetterLook() { contents[LetterLook.archiveName] = look.archived }
        for (name, bytes) in contents.sorted(by: { $0.key < $1.key }) {
            append(Array(name.utf8))
            append(bytes)
        }
        return result
    }

    /// Gives the letter itself, whatever is in its file; it is in one language alone.
    mutating func set(_ text: String) {
        contents[main] = Array(text.utf8)
        isAlone = true
    }

    /// From now on what need not end the reading is gathered.
    mutating func gatherFailures() { failures = failures ?? [] }

    /// - Throws: the failure, unless it is gathered.
    mutating func report(_ failure: CompositionFailure) throws(CompositionFailure) {
        guard let known = failures else { throw failure }
        if known.count < Self.mostFailures, !known.contains(failure) { failures?.append(failure) }
    }

    /// A file beside the letter, else in the templates' folder.
    mutating func find(_ name: String, largest: Int = Self.largest) throws(CompositionFailure) -> [UInt8]? {
        if let known = contents[name] { return known }
        guard let folders, let octets = try name == main ? letter(largest) : folders.read(name, upTo: largest) else {
            return nil
        }
        total += octets.count
        guard octets.count <= largest, total <= Self.largest else {
            throw CompositionFailure("\(name) is too large for a letter; make it smaller, or link to it")
        }
        if name != main, let secret = SecretContent(start: octets) {
            throw CompositionFailure("\(name) is \(secret.rawValue), which never travels in a letter")
        }
        contents[name] = octets
        return octets
    }

    /// The letter itself may be anywhere: it was named to us.
    private func letter(_ limit: Int) throws(CompositionFailure) -> [UInt8]? {
        do throws(InputFile.Refusal) {
            return try InputFile("\(folder)/\(main)").read(upTo: limit + 1)
        } catch {
            if error.code == ENOENT { return nil }
            throw CompositionFailure("\(main): \(error.reason)")
        }
    }

    /// A file's text, with LF at the ends of lines and without a byte order mark.
    mutating func text(_ name: String) throws(CompositionFailure) -> String? {
        guard let bytes = try find(name, largest: 1 << 20) else { return nil }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw CompositionFailure("\(name) is UTF-16, which editors call Unicode; save it as UTF-8")
        }
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = String(validating: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self) else {
            throw CompositionFailure("\(name) is not UTF-8; save it as UTF-8")
        }
        guard !bytes.contains(0) else {
            throw CompositionFailure("\(name) holds a NUL octet, as UTF-16 does; save it as UTF-8")
        }
        guard bytes.contains(0x0D) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var last: UInt8 = 0
        for byte in text.utf8 {
            if byte != 0x0A || last != 0x0D { output.append(byte == 0x0D ? 0x0A : byte) }
            last = byte
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The versions of the letter for languages: `letter.de.md` beside `letter.md`.
    func versions() -> [String: String] {
        guard !isAlone else { return [:] }
        let names: [String]
        if folders != nil {
            names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        } else {
            names = Array(contents.keys)
        }
        guard let dot = main.lastIndex(of: ".") else { return [:] }
        let (stem, end) = (main[..<dot] + ".", main[dot...])
        var found: [String: String] = [:]
        for name in names.sorted() where name.hasPrefix(stem) && name.hasSuffix(end) && name != main {
            let language = name.dropFirst(stem.count).dropLast(end.count).lowercased()
            // Not `letter.preview.html`, nor `news.2026-11.html`.
            if LetterFormat.isLanguage(language) { found[language] = name }
        }
        return found
    }
}
