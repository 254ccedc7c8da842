import Fanmail
import FanmailBasics

/// What was expected, as a test report in the form that JUnit's tools read: a case for each.
struct JUnitReport {
    let results: [(expectation: SinkExpectation, found: Int)]
    /// How long it was waited.
    let seconds: Double

    var text: String {
        let failed = results.count { !$0.expectation.isMet($0.found) }
        let time = "\((seconds * 1000).rounded() / 1000)"
        let head = "tests=\"\(results.count)\" failures=\"\(failed)\" errors=\"0\" time=\"\(time)\""
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites \(head)>\n"
        text += "  <testsuite name=\"fanmail sink\" skipped=\"0\" \(head)>\n"
        for (expectation, found) in results {
            text +=
                "    <testcase classname=\"fanmail.sink\" name=\"\(Self.escaped(expectation.name))\" time=\"\(time)\""
            if expectation.isMet(found) {
                text += "/>\n"
            } else {
                let reason = Self.escaped(expectation.failure(found))
                text += ">\n      <failure message=\"\(reason)\">\(reason); found \(found)</failure>\n    </testcase>\n"
            }
        }
        return text + "  </testsuite>\n</testsuites>\n"
    }

    func write(to path: String) throws(FanmailFailure) {
        do throws(InputFile.Refusal) {
            try ReplacedFile.write(Array(text.utf8), to: path)
        } catch {
            throw FanmailFailure(.disk, "--junit \(path.escapedForTerminal): cannot be written: \(error.reason)")
        }
    }

    /// For an attribute or a text; what XML 1.0 cannot hold at all (2.2) becomes a question mark.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result += "&#\(scalar.value);"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
