import FanmailBasics
import Testing

@testable import Fanmail
@testable import FanmailTerminal

@Suite("What helps, as a command")
struct RemedyWordsTests {
    @Test(
        "names the keys that are there and not set",
        arguments: [
            (
                ["dkim/fm1-ed25519.pem", "dkim/fm1.pem"],
                "dkim/fm1-ed25519.pem, dkim/fm1.pem are there, and not set: `fanmail dkim keygen --domain a.example "
                    + "--selector fm1 --write` names them in fanmail.toml"
            ),
            (
                ["dkim/fm1.pem"],
                "dkim/fm1.pem is there, and not set: `fanmail dkim keygen --domain a.example --selector fm1 "
                    + "--algorithm rsa --write` names it in fanmail.toml"
            ),
            (["dkim/a.pem", "dkim/b.pem"], "dkim/a.pem, dkim/b.pem are there, and not set: name one in [dkim]"),
        ])
    func keys(files: [String], words: String) {
        #expect(Remedy.nameKeys(files, domain: "a.example").words == words)
    }
}
