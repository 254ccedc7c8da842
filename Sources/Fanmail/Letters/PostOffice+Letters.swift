package import Composition
import FanmailBasics
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
        return (try message(of: letter, saying: fields, to: list, named: name), fields)
    }

    /// - Parameter isTest: it is marked as a test.
    func message(
        of letter: Letter, saying fields: RecipientFields, to list: ListIdentity, isTest: Bool = false,
        named name: String
    ) throws(FanmailFailure) -> [UInt8] {
        let letter = try dressed(letter, list, named: name)
        do {
            let written = try letter.message(for: fields, list: list, now: .now, seed: Letter.seed)
            let source = isTest ? TestMark.marked(written) : written
            let token = "\(Timestamp.now.milliseconds).\(UInt64.random(in: .min ... .max))"
            let message = try FinalMessage(
                source: source, header: HeaderSection(source), lists: [list], now: .now, token: token,
                signer: settings.dkim, sourceDigest: letter.personalFields.isEmpty ? nil : letter.digest,
                hasOwnFooter: true)
            return message.bytes
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

    /// Sends single copies of what a mailing would send, marked as a test; nothing is written down, and the lists get
    /// nothing.
    ///
    /// - Parameters:
    ///   - prepared: of a finished message that is marked already (``TestMark``).
    ///   - reader: whose copy of a letter all of them get; nil: each gets what they would get.
    package func sendTest(
        _ prepared: PreparedMailing, to addresses: [Mailbox], as reader: Mailbox? = nil
    ) async throws(FanmailFailure) -> [RecipientOutcome] {
        let reversePath = prepared.lists.first?.definition.reversePath.address
        let copies = try await store.apart { () throws(FanmailFailure) in
            var copies: [(address: String, bytes: [UInt8])] = []
            for address in addresses {
                copies.append((address.address, try self.test(prepared, for: reader ?? address)))
            }
            return copies
        }
        let own = SMTPPool(
            relay: settings.relay, configuration: settings.smtp, connections: 1, group: settings.group)
        let transport = settings.post(for: prepared.lists.first?.name) ?? own
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

    private func test(_ prepared: PreparedMailing, for address: Mailbox) throws(FanmailFailure) -> [UInt8] {
        guard let letter = prepared.letter else { return prepared.message.bytes }
        let list = try identity(of: letter, named: prepared.name)
        let fields = try fields(of: letter, for: address, list: list)
        return try message(of: letter, saying: fields, to: list, isTest: true, named: prepared.name)
    }
}
