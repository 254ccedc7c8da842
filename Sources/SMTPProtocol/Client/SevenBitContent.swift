import FanmailMIME
import NIOCore
import Synchronization

/// The 7-bit form of a message, made when the first server without 8BITMIME needs it and shared from then on.
final class SevenBitContent: Sendable {
    struct Failure: Error {
        let reason: String
    }

    private let made = Mutex<Result<EncodedContent, Failure>?>(nil)

    func of(_ octets: ByteBuffer) -> Result<EncodedContent, Failure> {
        made.withLock { made in
            if let made { return made }
            let result = Self.make(octets)
            made = result
            return result
        }
    }

    private static func make(_ octets: ByteBuffer) -> Result<EncodedContent, Failure> {
        do {
            return .success(try EncodedContent(try SevenBitMessage(Array(octets.readableBytesView)).octets))
        } catch let failure as SevenBitFailure {
            return .failure(Failure(reason: failure.reason))
        } catch {
            return .failure(Failure(reason: "its 7-bit form is not a message"))
        }
    }
}
