import Crypto
import Foundation

/// The tag `bh=`: one for all copies with the same body.
struct DKIMBodyHash: Sendable {
    let text: String

    init(_ body: ArraySlice<UInt8>) {
        text = Data(SHA256.hash(data: DKIMCanonicalForm.body(body))).base64EncodedString()
    }
}
