package import SMTPCore

extension SMTPSession {
    /// Makes a message what the server can take.
    ///
    /// - Returns: the refusal, when it cannot be, and whether another server might take it; nothing was written then.
    func fit(_ transaction: inout MailTransaction) -> (reply: Reply, isLack: Bool)? {
        guard CommandWriter.isSafe(transaction.reversePath) else {
            return (.refusal(501, (5, 1, 7), "the reverse-path has control characters"), false)
        }
        if let fault = transaction.dsn?.envelopeIDFault { return (.refusal(501, (5, 5, 4), fault), false) }
        if !capabilities.smtpUTF8, !transaction.reversePath.isASCII {
            let text = "the reverse-path needs SMTPUTF8, which \(peer) does not offer"
            return (.refusal(553, (5, 6, 7), text), true)
        }
        switch capabilities.fit(transaction.content, peer: peer) {
        case .success(let content):
            transaction.content = content
            return nil
        case .failure(let lack): return (lack.refusal, true)
        }
    }
}

/// Why a server cannot take a message, by what it offers.
package struct MissingCapability: Error, Sendable {
    /// What the server would say to it.
    package let refusal: Reply
}

extension Capabilities {
    /// The message in a form that the server takes.
    ///
    /// - Parameter peer: the server, for messages.
    package func fit(_ content: EncodedContent, peer: String) -> Result<EncodedContent, MissingCapability> {
        if content.has8BitHeader, !smtpUTF8 {
            let text = "the header has characters beyond ASCII, and \(peer) does not offer SMTPUTF8"
            return .failure(.init(refusal: .refusal(554, (5, 6, 9), text)))
        }
        var content = content
        if content.is8Bit, !eightBitMIME {
            switch content.sevenBit() {
            case .success(let converted): content = converted
            case .failure(let failure):
                let text = "the message is 8-bit, \(peer) does not take that, and \(failure.reason)"
                return .failure(.init(refusal: .refusal(554, (5, 6, 3), text)))
            }
        }
        if case .atMost(let most)? = size, content.size > most {
            let text = "the message has \(content.size) octets and \(peer) takes \(most)"
            return .failure(.init(refusal: .refusal(552, (5, 3, 4), text)))
        }
        return .success(content)
    }
}

extension Reply {
    static func refusal(_ code: UInt16, _ status: (UInt8, UInt16, UInt16), _ text: String) -> Reply {
        Reply(code: code, status: EnhancedStatusCode(status.0, status.1, status.2), text: text)
    }
}

extension ReversePath {
    /// Only a server with SMTPUTF8 takes any other.
    var isASCII: Bool {
        guard case .mailbox(let mailbox) = self else { return true }
        var (local, domain) = (mailbox.localPart, mailbox.domain)
        return local.withUTF8 { $0.allSatisfy { $0 < 0x80 } } && domain.withUTF8 { $0.allSatisfy { $0 < 0x80 } }
    }
}
