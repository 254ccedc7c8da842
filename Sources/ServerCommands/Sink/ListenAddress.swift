import Fanmail
import FanmailBasics

/// HOST:PORT of something that listens.
enum ListenAddress {
    /// - Parameter option: what it is the value of.
    static func parse(_ text: String, _ option: String) throws(FanmailFailure) -> (host: String, port: Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else {
            throw FanmailFailure(
                .usage, "\(option) \(text.escapedForTerminal): write HOST:PORT, such as 127.0.0.1:2525")
        }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        return (host.isEmpty ? "127.0.0.1" : String(host), port)
    }
}
