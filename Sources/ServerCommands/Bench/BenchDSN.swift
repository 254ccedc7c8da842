import Fanmail
import FanmailBasics
import SMTPProtocol

/// `--dsn`: which reports are asked for (RFC 3461), as words with commas between.
enum BenchDSN {
    static func request(_ text: String) throws -> DSNRequest {
        var request = DSNRequest(returned: nil, notify: nil)
        for word in text.lowercased().split(separator: ",", omittingEmptySubsequences: false) {
            switch word {
            case "success": request.notify = (request.notify ?? []).union(.success)
            case "failure": request.notify = (request.notify ?? []).union(.failure)
            case "delay": request.notify = (request.notify ?? []).union(.delay)
            case "never": request.notify = []
            case "full": request.returned = .full
            case "headers": request.returned = .headers
            default:
                throw FanmailFailure(
                    .usage,
                    "--dsn \(text.escapedForTerminal): write success, failure and delay, or never, with full or headers, and commas between"
                )
            }
        }
        let words = Set(text.lowercased().split(separator: ","))
        guard !words.contains("never") || words.isDisjoint(with: ["success", "failure", "delay"]) else {
            throw FanmailFailure(
                .usage, "--dsn \(text.escapedForTerminal): never excludes success, failure and delay")
        }
        return request
    }
}
