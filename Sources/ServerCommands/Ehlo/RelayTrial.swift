import Fanmail
import FanmailBasics
import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol

/// A relay that was looked at, and then connected to as a mailing would, with all its conditions.
struct RelayTrial {
    private let inspection: SMTPInspection
    private let authenticatedBy: SASLMechanism?
    /// Why no mail would go there; nil where it would.
    let failure: SMTPFailure?

    /// - Throws: `FanmailFailure` where it cannot even be looked at.
    init(_ relay: Relay, _ configuration: SMTPConfiguration) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        do throws(SMTPFailure) {
            inspection = try await SMTPInspection.inspect(relay, configuration: configuration, on: loop)
        } catch {
            throw FanmailFailure(.unavailable, error.explanation)
        }
        do throws(SMTPFailure) {
            let real = try await SMTPConnection.connect(to: relay, configuration: configuration, on: loop)
            authenticatedBy = real.security.authenticatedBy
            failure = nil
            await real.quit()
        } catch {
            authenticatedBy = nil
            failure = error
        }
    }

    var lines: [String] { EhloReport.lines(inspection, authenticatedBy) }
    var json: JSONValue { EhloReport.json(inspection, authenticatedBy, failure) }
}
