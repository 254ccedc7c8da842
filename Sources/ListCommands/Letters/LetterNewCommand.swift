import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import Foundation
import ListStore

/// `fanmail letter new`.
struct LetterNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Begins a letter from one of the samples, or from a letter that there is already.",
        discussion: """
            Example: fanmail letter new "News of the autumn" --from newsletter --language de
            Example: fanmail letter new "News of December" --from news-of-november.md
            """)

    @Argument(help: "Its subject; the file is named after it.") var title: String
    @Option(
        help: ArgumentHelp(
            "What it begins as: a sample (\(SampleLetters.names.joined(separator: ", "))), a letter's file, or the number of a mailing, or last.",
            valueName: "sample|file|mailing"))
    var from = "newsletter"
    @Option(
        help: "The sample's language: \(SampleLetters.languages.joined(separator: ", ")); else the list's.")
    var language: String?
    @Option(help: "The list that it is for.", completion: .lists) var list: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let draft = try draft()
        let path = draft.fileName
        guard !FileManager.default.fileExists(atPath: path) else {
            throw FanmailFailure(.unusableInput, "\(path) exists already; choose another title, or remove it")
        }
        let text = draft.text(for: try listMeant())
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting) } catch {
            throw FanmailFailure(.disk, "\(path): cannot be written: \(error.localizedDescription)")
        }
        if global.json { Terminal.print(JSONValue.object([("file", .string(path))]).text) }
        Terminal.say("made \(path); next: fanmail letter preview \(path)")
    }

    private func draft() throws -> LetterDraft {
        let start = try start()
        let end = from.split(separator: ".").last.map { $0.lowercased() } ?? ""
        let isLetter = if case .letter = start { true } else { false }
        do throws(LetterDraft.Refusal) {
            return try LetterDraft(
                title: title, start: start, end: isLetter && ["html", "htm", "txt"].contains(end) ? end : "md")
        } catch {
            switch error {
            case .noSuchSample: throw FanmailFailure(.usage, nothing)
            case .noSuchLanguage:
                throw FanmailFailure(
                    .usage,
                    "--language \((language ?? "").escapedForTerminal): there are no samples in it; use one of "
                        + SampleLetters.languages.joined(separator: ", "))
            case .noName:
                throw FanmailFailure(.usage, "\"\(title.escapedForTerminal)\" has no letters to name a file after")
            }
        }
    }

    private var nothing: String {
        let what = "--from \(from.escapedForTerminal): there is no such sample, file or mailing"
        let near = NearestKey.nearest(to: from, among: SampleLetters.names) ?? FileGuess.near(from)
        return near.map { "\(what); did you mean \($0.escapedForTerminal)?" }
            ?? "\(what); the samples are \(SampleLetters.names.joined(separator: ", "))"
    }

    private func start() throws -> LetterDraft.Start {
        if SampleLetters.names.contains(from) { return .sample(from, language: language) }
        let isFile = FileManager.default.fileExists(atPath: from)
        let mailing = isFile ? nil : RecordID(argument: from)
        guard isFile || mailing != nil else { throw FanmailFailure(.usage, nothing) }
        guard language == nil else {
            throw FanmailFailure(.usage, "--language is for samples; a letter that there is already has its own")
        }
        if let mailing {
            let store = try global.store()
            return .letter(try LetterDraft.text(of: store.mailing(mailing).id, store))
        }
        return .letter(try LetterReader(global.configuration()).text(from))
    }

    /// The list that is named, or the first one; nil where there is none yet, or where a letter names its own.
    private func listMeant() throws -> ListRecord? {
        let isSample = SampleLetters.names.contains(from)
        guard list != nil || isSample else { return nil }
        let database = try global.configuration().database.value
        guard list != nil || FileManager.default.fileExists(atPath: database) else { return nil }
        let store = try global.store()
        return try list.map { try store.list(named: $0) } ?? store.lists().first
    }
}
