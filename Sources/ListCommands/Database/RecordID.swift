import ArgumentParser
import Fanmail
import ListStore

/// The id of a mailing or of a batch, as it is typed: its number, or `last`.
enum RecordID: ExpressibleByArgument, Equatable {
    case number(Int64)
    /// The latest there is.
    case last

    init?(argument: String) {
        if ["last", "latest"].contains(argument.lowercased()) {
            self = .last
        } else {
            guard let number = Int64(argument) else { return nil }
            self = .number(number)
        }
    }
}

extension Store {
    /// - Throws: where there is none.
    func mailing(_ id: RecordID) throws -> MailingRecord {
        switch id {
        case .number(let id): return try mailing(id)
        case .last:
            guard let latest = try mailings(limit: 1).first else {
                throw FanmailFailure(.noInput, "there is no mailing yet; `fanmail send` begins one")
            }
            return latest
        }
    }

    /// The number of a batch; whether there is one of that number it does not ask.
    func batchNumber(_ id: RecordID) throws -> Int64 {
        if case .number(let id) = id { return id }
        guard let latest = try batches(limit: 1).first else {
            throw FanmailFailure(.noInput, "there is no batch yet; an import makes one")
        }
        return latest.id
    }
}
