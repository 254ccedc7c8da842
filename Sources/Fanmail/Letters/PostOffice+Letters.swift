package import Composition
package import FanmailBasics
import FanmailDelivery
import FanmailMIME
import ListStore
import MailingLists
package import SMTPClient
package import SMTPCore

extension PostOffice {
    /// A letter's message to one address, as a mailing would make it, with the list's fields.
    ///
    /// - Parameter address: nil: to anybody, with the placeholders shown. Of somebody who is no subscriber nothing but the
    ///   address is known.
    package func message(
        of letter: Letter, to address: Mailbox?, named name: String
    ) throws(FanmailFailure) -> (bytes: [UInt8], fields: RecipientFields) {
        let list = try identity(of: letter, named: name)
        let fields = try fields(of: letter, for: address, list: list)
        do {
            let source = try letter.message(for: fields, list: list, now: .now, seed: Letter.seed)
            let token = "\(Timestamp.now.milliseconds).\(UInt64.random(in: .min ... .max))"
            let message = try FinalMessage(
                source: source, header: HeaderSection(source), lists: [list], now: .now, token: token,
                signer: settings.dkim, sourceDigest: letter.personalFields.isEmpty ? nil : letter.digest)
            return (message.bytes, fields)
        } catch let failure as CompositionFailure {
            throw FanmailFailure(failure, in: name)
        } catch {
            throw FanmailFailure(.unusableInput, at: name, "\(error)")
        }
    }

    /// What a letter may say of an address.
    package func fields(
        of letter: Letter, for address: Mailbox?, list: ListIdentity?
    ) throws(FanmailFailure) -> RecipientFields {
        guard let address else { return letter.anybody }
        let link = list?.leaveAddress.map { "mailto:\($0)?subject=unsubscribe" }
        do {
            guard let details = try store.details(of: address) else {
                var fields = letter.anybody
                fields.address = address.address
                fields.unsubscribeURL = link
                return fields
            }
            return RecipientFields(address: address.address, details: details, unsubscribeURL: link, of: letter)
        } catch {
            throw FanmailFailure(error)
        }
    }

    /// Sends single copies of what a mailing would send; nothing is written down, and the lists get nothing.
    package func sendTest(
        _ prepared: PreparedMailing, to addresses: [Mailbox]
    ) async throws(FanmailFailure) -> [RecipientOutcome] {
        let reversePath = prepared.lists.first?.definition.reversePath.address
        let copies = try await store.apart { () throws(FanmailFailure) in
            var copies: [(address: String, bytes: [UInt8])] = []
            for address in addresses {
                var bytes = prepared.message.bytes
                if let letter = prepared.letter {
                    bytes = try self.message(of: letter, to: address, named: prepared.name).bytes
                }
                copies.append((address.address, bytes))
            }
            return copies
        }
        let own = SMTPPool(
            relay: settings.relay, configuration: settings.smtp, connections: 1, group: settings.group)
        let transport = settings.transport ?? own
        var outcomes: [RecipientOutcome] = []
        do throws(SubmissionError) {
            for copy in copies {
                outcomes += try await transport.send(copy.bytes, from: reversePath, to: [copy.address])
            }
        } catch {
            await own.shutDown()
            throw FanmailFailure(.unusableInput, at: prepared.name, "\(error)")
        }
        await own.shutDown()
        return outcomes
    }
}
