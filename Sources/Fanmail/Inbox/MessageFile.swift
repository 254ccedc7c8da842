package import FanmailBasics

/// A message as it comes from a file or from standard input.
package enum MessageFile {
    package enum Place: Sendable, Equatable {
        case standardInput
        case file(String)

        /// For messages.
        package var name: String {
            switch self {
            case .standardInput: "standard input"
            case .file(let path): path
            }
        }
    }

    /// Why there is no message to be had from a place.
    package struct Failure: ExplainedError {
        package enum Kind: Sendable, Equatable {
            case unreadable(InputFile.Refusal)
            /// Larger than ``MessageFile/largest``.
            case tooLarge
            case empty
        }

        package let kind: Kind
        package let place: Place

        package var explanation: Explanation {
            switch kind {
            case .unreadable(let refusal) where refusal.isAboutNothing:
                if FileGuess.near(place.name) != nil {
                    Explanation(FileGuess.nothing(at: place.name), at: place.name)
                } else {
                    Explanation(refusal.reason, at: place.name, remedy: .nameMessage)
                }
            case .unreadable(let refusal): Explanation("cannot be read: \(refusal.reason)", at: place.name)
            case .tooLarge: Explanation("larger than \(largest >> 20) MiB; link to what is large", at: place.name)
            case .empty: Explanation("is empty; write a message into it", at: place.name)
            }
        }
    }

    /// In octets. Larger messages are refused by nearly every server.
    package static let largest = 100 << 20

    package static func read(_ place: Place) throws(Failure) -> [UInt8] {
        let bytes: [UInt8]
        do throws(InputFile.Refusal) {
            switch place {
            case .standardInput: bytes = try InputFile.standardInput().read(upTo: largest + 1)
            case .file(let path): bytes = try InputFile(path, allowsPipes: true).read(upTo: largest + 1)
            }
        } catch {
            throw Failure(kind: .unreadable(error), place: place)
        }
        guard bytes.count <= largest else { throw Failure(kind: .tooLarge, place: place) }
        guard !bytes.isEmpty else { throw Failure(kind: .empty, place: place) }
        return bytes
    }
}
