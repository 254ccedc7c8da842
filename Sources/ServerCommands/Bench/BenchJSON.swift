import Foundation
import SMTPLoad

/// The bench's documents.
enum BenchJSON {
    struct Search: Codable {
        let p99: Double
        let best: Double?
        let trials: [RateSearch.Trial]
    }

    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
