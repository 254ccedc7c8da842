import Fanmail
import FanmailBasics
import FanmailTerminal

extension HealthFinding {
    var json: JSONValue {
        .object([
            ("area", .string(area.rawValue)), ("subject", .string(subject)), ("level", .string(level.rawValue)),
            ("finding", .string(text)), ("remedy", JSONValue(remedy?.words)),
        ])
    }
}
