package import FanmailBasics

/// What a step of the run takes from its budgets.
struct BudgetCharge: Equatable {
    var recipients = 0
    var messages = 0
    var connections = 0

    subscript(unit: MailRate.Unit) -> Int {
        switch unit {
        case .recipients: recipients
        case .messages: messages
        case .connections: connections
        }
    }
}
